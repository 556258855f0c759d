package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How a definition begins and ends. */
class JobBuilderTest {

  private static final class Raw implements JobSource<String, String> {
    private final Function<JobBuilder<String>, Job<String, String>> definition;

    Raw(Function<JobBuilder<String>, Job<String, String>> definition) {
      this.definition = definition;
    }

    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return definition.apply(job);
    }
  }

  private static Op<String> op(JobBuilder<String> job, String name) {
    return job.op(name, String.class, (input, context) -> input);
  }

  @Test
  void aDefinitionThatThrowsOrGivesNothingIsToldWithItsClass() {
    assertThatThrownBy(() -> JobBuilder.define(new Raw(job -> job.retry(Retry.exponential(0)).output(op(job, "one")))))
        .isInstanceOf(JobDefinitionException.class).hasCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("job \"raw\"", Raw.class.getName() + " cannot define it: ", "IllegalArgumentException");
    assertThatThrownBy(() -> JobBuilder.define(new Raw(job -> null))).isInstanceOf(JobDefinitionException.class)
        .hasMessageContainingAll("job \"raw\"", Raw.class.getName() + ".define returns null");
    assertThatThrownBy(() -> JobBuilder.define(new Raw(job -> job.output(null)))).isInstanceOf(JobDefinitionException.class)
        .hasMessageContainingAll("job \"raw\"", "its output is null: " + Raw.class.getName());
  }

  @Test
  void whatComesAfterTheOutputIsRefusedSinceItWouldBeLost() {
    assertTooLate((job, op) -> op(job, "late"), "op \"late\" is defined after job.output(...)");
    assertTooLate((job, op) -> op.retry(Retry.never()), "op \"one\" is refined after job.output(...)");
    assertTooLate((job, op) -> job.schedule(Schedule.every(Duration.ofHours(1)), ""), "a schedule is given after job.output(...)");
    assertTooLate((job, op) -> job.queue("heavy").priority(1).retry(Retry.never()), "its queue is set after job.output(...)");
    assertTooLate((job, op) -> job.output(op), "another output is named after job.output(...)");
  }

  private static void assertTooLate(BiConsumer<JobBuilder<String>, Op<String>> late, String told) {
    assertThatThrownBy(() -> JobBuilder.define(new Raw(job -> {
      Op<String> op = op(job, "one");
      Job<String, String> defined = job.output(op);
      late.accept(job, op);
      return defined;
    }))).isInstanceOf(JobDefinitionException.class).hasMessageContaining(told);
  }

  private record Whole(Raw part) implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.sub("part", part));
    }
  }

  @Test
  void aSubJobsOwnTroubleIsToldAsItIs() {
    JobDefinitionException own = new JobDefinitionException("raw", List.of("something"));
    assertThatThrownBy(() -> JobBuilder.define(new Whole(new Raw(job -> {
      throw own;
    })))).isSameAs(own);
  }
}
