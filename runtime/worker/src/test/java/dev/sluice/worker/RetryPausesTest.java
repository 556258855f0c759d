package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPausesTest {
  private static final Retry OF_SETTINGS = new Retry(3, Duration.ofSeconds(1), 10, Duration.ofHours(1), 0);
  private static final ExecutionResult FAILURE = new ExecutionResult.Failure(Cause.named("Disk", "full"), true);

  private static final class Own implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      job.op("own", String.class, (input, context) -> input).retry(new Retry(3, Duration.ofSeconds(7), 1, Duration.ofSeconds(7), 0));
      return job.output(job.retry(new Retry(3, Duration.ofSeconds(5), 2, Duration.ofMinutes(1), 0))
          .op("jobs", String.class, (input, context) -> input));
    }
  }

  private static final class Plain implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.op("only", String.class, (input, context) -> input));
    }
  }

  private final RetryPauses pauses = new RetryPauses(JobRegistry.of(List.of(new Own(), new Plain())), OF_SETTINGS, new Random(1));

  private Optional<Duration> after(String job, String op, int attempt, int maxAttempts, ExecutionResult result) {
    IdempotencyKey key = new IdempotencyKey(RunId.parse("01900000-0000-7000-8000-000000000001"), op);
    return pauses.after(new Lease(new LeaseToken(key, attempt), job, "v1", "default", 0, maxAttempts, Instant.EPOCH, "\"\"",
        Map.of(), Map.of()), result);
  }

  @Test
  void theOpSaysFirstThenItsJobThenTheSettings() {
    assertThat(after("own", "own", 2, 3, FAILURE)).contains(Duration.ofSeconds(7));
    assertThat(after("own", "jobs", 2, 3, FAILURE)).contains(Duration.ofSeconds(10));
    assertThat(after("plain", "only", 2, 3, FAILURE)).contains(Duration.ofSeconds(10));
    assertThat(after("plain", "only", 1, 3, FAILURE)).contains(Duration.ofSeconds(1));
    assertThat(after("unknown", "only", 1, 3, FAILURE)).contains(Duration.ofSeconds(1));
  }

  @Test
  void afterARedriveThePausesBeginAnew() {
    assertThat(after("plain", "only", 4, 6, FAILURE)).contains(Duration.ofSeconds(1));
    assertThat(after("plain", "only", 5, 6, FAILURE)).contains(Duration.ofSeconds(10));
  }

  @Test
  void whatIsNoFailureOrFinalHasNone() {
    assertThat(after("plain", "only", 1, 3, new ExecutionResult.Success("1"))).isEmpty();
    assertThat(after("plain", "only", 1, 3, new ExecutionResult.Failure(Cause.named("Disk", "full"), false))).isEmpty();
  }
}
