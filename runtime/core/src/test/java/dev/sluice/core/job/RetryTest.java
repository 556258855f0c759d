package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.VirtualClock;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final RandomGenerator LEAST = () -> 0L;
  private static final RandomGenerator MOST = () -> -1L;

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));

  private static List<Long> pauses(Retry retry, int count, RandomGenerator random) {
    return IntStream.rangeClosed(1, count).mapToObj(attempt -> retry.pauseAfter(attempt, random).toMillis()).toList();
  }

  @Test
  void baseFactorAndCeilingShapeThePauses() {
    assertThat(pauses(new Retry(9, Duration.ofMillis(100), 3, Duration.ofSeconds(2), 0), 5, LEAST))
        .containsExactly(100L, 300L, 900L, 2_000L, 2_000L);
    assertThat(pauses(new Retry(9, Duration.ofMillis(700), 1, Duration.ofSeconds(2), 0), 3, LEAST)).containsExactly(700L, 700L, 700L);
    assertThat(pauses(new Retry(9, Duration.ZERO, 2, Duration.ofSeconds(2), 0.5), 3, MOST)).containsExactly(0L, 0L, 0L);
  }

  @Test
  void jitterTakesAwayOrAddsItsShareAndNeverPassesTheCeiling() {
    Retry retry = new Retry(9, Duration.ofSeconds(1), 2, Duration.ofSeconds(5), 0.25);
    assertThat(pauses(retry, 3, LEAST)).containsExactly(750L, 1_500L, 3_000L);
    assertThat(pauses(retry, 4, MOST)).containsExactly(1_250L, 2_500L, 5_000L, 5_000L);
    Random random = new Random(1);
    assertThat(IntStream.range(0, 100).mapToObj(any -> retry.pauseAfter(1, random)).distinct().count()).isGreaterThan(90);
  }

  @Test
  void aCeilingThatNobodyReachesIsAHundredYears() {
    Retry endless = new Retry(99, Duration.ofSeconds(1), 10, ChronoUnit.FOREVER.getDuration(), 0);
    assertThat(pauses(endless, 2, LEAST)).containsExactly(1_000L, 10_000L);
    assertThat(endless.pauseAfter(98, LEAST)).isEqualTo(Duration.ofDays(36_500));
    assertThatThrownBy(() -> new Retry(2, Duration.ofDays(36_501), 1, ChronoUnit.FOREVER.getDuration(), 0)).hasMessageContaining("ceiling");
  }

  @Test
  void whatCannotBeIsRefusedByName() {
    assertThatThrownBy(() -> new Retry(0, Duration.ZERO, 1, Duration.ZERO, 0)).hasMessageContaining("maxAttempts");
    assertThatThrownBy(() -> new Retry(1, Duration.ofMillis(-1), 1, Duration.ZERO, 0)).hasMessageContaining("base");
    assertThatThrownBy(() -> new Retry(1, Duration.ZERO, 0.5, Duration.ZERO, 0)).hasMessageContaining("factor");
    assertThatThrownBy(() -> new Retry(1, Duration.ofSeconds(2), 1, Duration.ofSeconds(1), 0)).hasMessageContaining("ceiling");
    assertThatThrownBy(() -> new Retry(1, Duration.ZERO, 1, Duration.ZERO, 1.5)).hasMessageContaining("jitter");
    assertThatThrownBy(() -> new Retry(1, Duration.ZERO, 1, Duration.ZERO, -0.1)).hasMessageContaining("jitter");
  }

  @Test
  void subclassesOfWhatIsNotRetriedAreNotRetriedEither() {
    Retry retry = Retry.exponential(5).notOn(IOException.class).notOn(IllegalStateException.class);
    assertThat(retry.maxAttempts()).isEqualTo(5);
    assertThat(retry.isFor(new IOException())).isFalse();
    assertThat(retry.isFor(new FileNotFoundException())).isFalse();
    assertThat(retry.isFor(new IllegalStateException())).isFalse();
    assertThat(retry.isFor(new UncheckedIOException(new IOException()))).isTrue();
    assertThat(Retry.exponential(5).isFor(new IOException())).isTrue();
  }

  /** An op with a retry of its own, one with its job's, and one that never is. */
  private static final class Stubborn implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      job.retry(Retry.exponential(7).notOn(IOException.class));
      job.op("own", String.class, (input, context) -> fail(input)).retry(Retry.exponential(2));
      job.op("never", String.class, (input, context) -> fail(input)).retry(Retry.never());
      return job.output(job.op("jobs", String.class, (input, context) -> fail(input)));
    }

    private static String fail(String how) throws IOException {
      switch (how) {
        case "io" -> throw new FileNotFoundException("gone");
        case "final" -> throw new NonRetryableException("no use");
        default -> throw new IllegalStateException("odd");
      }
    }
  }

  @Test
  void theAttemptsOfOpAndJobReachTheRowsAndTheSettingsFillIn() {
    RunPlanner planner = new RunPlanner(clock, new Random(1), new Payloads(1_000), 4);
    Job<?, ?> job = JobRegistry.of(List.of(new Stubborn())).job("stubborn");
    assertThat(planner.plan(job, "\"x\"", Map.of(), null).ops()).extracting(OpPlan::opKey, OpPlan::maxAttempts)
        .containsExactlyInAnyOrder(tuple("own", 2), tuple("never", 1),
            tuple("jobs", 7));
    Job<?, ?> plain = JobRegistry.of(List.of(new Plain())).job("plain");
    assertThat(planner.plan(plain, "\"x\"", Map.of(), null).ops()).extracting(OpPlan::maxAttempts).containsExactly(4);
  }

  /** Whose sub-jobs have a retry of their own, and none. */
  private static final class Parent implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      job.retry(Retry.exponential(7));
      job.sub("own", new Plain()).retry(Retry.exponential(2));
      return job.output(job.sub("none", new Plain()));
    }
  }

  @Test
  void whatStartsASubJobHasTheSettingsAttemptsAndNotItsJobs() {
    RunPlanner planner = new RunPlanner(clock, new Random(1), new Payloads(1_000), 4);
    Job<?, ?> parent = JobRegistry.of(List.of(new Parent())).job("parent");
    assertThat(planner.plan(parent, "\"x\"", Map.of(), null).ops()).extracting(OpPlan::opKey, OpPlan::maxAttempts)
        .containsExactlyInAnyOrder(tuple("own", 2), tuple("none", 4));
  }

  private static final class Plain implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.op("only", String.class, (input, context) -> input));
    }
  }

  private boolean isRetried(String op, String how) {
    RunPlanner planner = new RunPlanner(clock, new Random(1), new Payloads(1_000), 4);
    OpRunner runner = new OpRunner(JobRegistry.of(List.of(new Stubborn())), new Payloads(1_000), planner, clock, (after, action) -> () -> {});
    IdempotencyKey key = new IdempotencyKey(RunId.parse("01900000-0000-7000-8000-000000000001"), op);
    Lease lease = new Lease(new LeaseToken(key, 1), "stubborn", "v1", "default", 0, 7, clock.instant(),
        "\"" + how + "\"", Map.of(), Map.of());
    return ((ExecutionResult.Failure) runner.run(lease, new AttemptSignal()).orElseThrow()).retryable();
  }

  @Test
  void aFailureThatMustNotBeRetriedIsFinal() {
    assertThat(isRetried("jobs", "io")).isFalse();
    assertThat(isRetried("own", "io")).isTrue();
    assertThat(isRetried("jobs", "odd")).isTrue();
    assertThat(isRetried("jobs", "final")).isFalse();
    assertThat(isRetried("own", "final")).isFalse();
  }
}
