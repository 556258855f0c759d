package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.VirtualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElementLoggerTest {
  private static final RunId RUN = RunId.parse("01900000-0000-7000-8000-000000000001");

  private static final class Logging implements JobSource<String, Integer> {
    @Override
    public Job<String, Integer> define(JobBuilder<String> job) {
      Op<List<String>> each = job.map("each", String.class, String.class, List::of, (letter, context) -> context.logger().getName());
      return job.output(job.op("size", Integer.class, each, (all, context) -> all.size()));
    }
  }

  /** Loggers are kept for ever, and those beside each other are searched one by one. */
  @Test
  void theElementsOfAMapShareALogger() {
    VirtualClock clock = new VirtualClock(Instant.EPOCH);
    Payloads payloads = new Payloads(1_000);
    OpRunner runner = new OpRunner(JobRegistry.of(List.of(new Logging())), payloads, new RunPlanner(clock, new Random(1), payloads, 3),
        clock, (after, action) -> () -> {});
    Lease lease = new Lease(new LeaseToken(new IdempotencyKey(RUN, "each[17]"), 1), "logging", "v1", "default", 0, 3, Instant.MAX,
        "\"a\"", Map.of(), Map.of(), "\"a\"", null, Consequence.DOWNSTREAM);

    assertThat(runner.run(lease, new AttemptSignal())).contains(new ExecutionResult.Success("\"job.logging.each\""));
  }
}
