package dev.sluice.examples.wait;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;
import java.time.Duration;
import java.util.List;

/** What happens if nobody answers: the wait may fail, and then a default stands in. Which seat a passenger gets. */
public final class SignalOrDefault implements JobSource<SignalOrDefault.Booking, String> {
  /** Who flies. */
  public record Booking(String passenger) {}

  /** What the passenger has chosen. */
  public record Choice(String seat) {}

  @Override
  public Job<Booking, String> define(JobBuilder<Booking> job) {
    Op<Choice> choice = job.await("choice", Choice.class).timeout(Duration.ofHours(24)).mayFail();
    Op<String> chosen = job.op("chosen", String.class, choice, (made, context) -> made.seat());
    Op<String> given = job.op("give-any", String.class, (booking, context) -> "any seat").after(choice).when(Trigger.ANY_FAILED);
    return job.output(job.firstOf("seat", String.class, List.of(chosen, given)));
  }
}
