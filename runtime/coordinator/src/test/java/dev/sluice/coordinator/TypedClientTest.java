package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.Sluice;
import dev.sluice.core.client.SubmittedRun;
import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.run.Lease;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a typed client writes is what ops read, and what they write is what it reads. */
class TypedClientTest {
  /** What JSON alone would lose: a zone, and whether there is something. */
  record Meeting(ZonedDateTime at, Optional<String> room) {}

  private static final class Plan implements JobSource<Meeting, Meeting> {
    @Override
    public Job<Meeting, Meeting> define(JobBuilder<Meeting> job) {
      Op<Meeting> signal = job.await("move", Meeting.class);
      return job.output(job.op("plan", Meeting.class, signal, (meeting, context) -> meeting));
    }
  }

  private static final class Book implements JobSource<Meeting, Integer> {
    @Override
    public Job<Meeting, Integer> define(JobBuilder<Meeting> job) {
      return job.output(job.op("book", Integer.class, (meeting, context) -> 7));
    }
  }

  private static final Meeting MEETING = new Meeting(ZonedDateTime.parse("2026-03-01T10:00+01:00[Europe/Berlin]"), Optional.empty());

  private final JobRegistry jobs = JobRegistry.of(List.of(new Plan(), new Book()));
  private final TestStack stack = new TestStack(false, jobs);
  private final Sluice sluice = Sluice.connect(stack.coordinator.uri());
  private final Payloads payloads = new Payloads(10_000);
  private final OpRunner runner = new OpRunner(
      jobs, payloads, new RunPlanner(stack.clock, new Random(1), payloads, 3), stack.clock, (after, action) -> () -> {});

  @AfterEach
  void close() {
    stack.close();
  }

  private void work() {
    for (Lease lease : TestStack.claim(stack.store)) {
      Attempt attempt = new Attempt(lease.token(), runner.run(lease, new AttemptSignal()).orElseThrow(), Optional.empty(), true);
      stack.store.commit("worker-1", List.of(attempt), List.of(), PublishWindow.CLOSED);
    }
  }

  @Test
  void inputsSignalsAndResultsKeepWhatOpsKeep() {
    SubmittedRun<Meeting> run = sluice.submit(new Plan(), MEETING);
    work();
    run.signal("move", MEETING);
    work();
    work();
    assertThat(run.result(Duration.ofSeconds(1))).isEqualTo(MEETING);
    SubmittedRun<Meeting> fork = run.forkFrom("plan", new Meeting(MEETING.at(), Optional.of("7b")));
    assertThat(stack.client.run(fork.id()).run().input().toString())
        .isEqualTo("{\"at\":\"2026-03-01T10:00:00+01:00[Europe/Berlin]\",\"room\":\"7b\"}");
  }

  @Test
  void whatJsonCannotSayIsNamedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> SubmitRequest.of("plan", new Object[] {Thread.currentThread()})).isInstanceOf(UnusablePayloadException.class)
        .hasMessageContaining("the input of plan cannot be written as JSON");
  }

  @Test
  void aResultOfAnotherTypeIsToldWithItsReason() {
    SubmittedRun<Integer> room = sluice.submit(new Book(), MEETING, "monday");
    work();
    assertThat(room.result(Duration.ofSeconds(1))).isEqualTo(7);
    SubmittedRun<Meeting> sameKey = sluice.submit(new Plan(), MEETING, "monday");
    assertThat(sameKey.isNew()).isFalse();
    assertThatThrownBy(() -> sameKey.result(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("the output of run " + room.id() + " is not a Meeting", "another job under the same idempotency key");
  }
}
