package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class AsyncOpTest {
  private static final RunId RUN = RunId.parse("01900000-0000-7000-8000-000000000001");

  /** The op "first" runs the test's code, and is tried again on anything but an IllegalStateException. */
  private record Later(OpFunction1<Integer, CompletionStage<Integer>> code) implements JobSource<Integer, Integer> {
    @Override
    public Class<Integer> inputType() {
      return Integer.class;
    }

    @Override
    public String name() {
      return "later";
    }

    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      var ops = new ArrayList<Op<Integer>>();
      ops.add(job.async("first", Integer.class, code).retry(Retry.exponential(3).notOn(IllegalStateException.class))
          .timeout(Duration.ofHours(1)));
      Op<Integer> a = ops.get(0);
      ops.add(job.async("one", Integer.class, a, (v, context) -> done(v)));
      ops.add(job.async("two", Integer.class, a, a, (v, w, context) -> done(v + w)));
      ops.add(job.async("three", Integer.class, a, a, a, (v, w, x, context) -> done(v + w + x)));
      ops.add(job.async("four", Integer.class, a, a, a, a, (v, w, x, y, context) -> done(v + w + x + y)));
      ops.add(job.async("five", Integer.class, a, a, a, a, a, (v, w, x, y, z, context) -> done(v + w + x + y + z)));
      return job.output(job.async("all", Integer.class, ops, (values, context) -> done(values.stream().mapToInt(v -> v).sum())));
    }

    private static CompletionStage<Integer> done(int value) {
      return CompletableFuture.supplyAsync(() -> value);
    }
  }

  private static Optional<ExecutionResult> run(OpFunction1<Integer, CompletionStage<Integer>> code, String op, AttemptSignal signal) {
    VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
    Payloads payloads = new Payloads(1_000);
    OpRunner runner = new OpRunner(JobRegistry.of(List.of(new Later(code))), payloads,
        new RunPlanner(clock, new Random(1), payloads, 3), clock, (after, action) -> () -> {});
    Map<String, String> outputs = Map.of("first", "1", "one", "10", "two", "20", "three", "30", "four", "40", "five", "50");
    return runner.run(new Lease(new LeaseToken(new IdempotencyKey(RUN, op), 1), "later", "v1", "default", 0, 3, Instant.MAX, "7",
        op.equals("first") ? Map.of() : outputs, Map.of()), signal);
  }

  private static ExecutionResult.Failure failure(OpFunction1<Integer, CompletionStage<Integer>> code) {
    return (ExecutionResult.Failure) run(code, "first", new AttemptSignal()).orElseThrow();
  }

  @Test
  void whatTheFutureCompletesWithIsTheResult() {
    assertThat(run((input, context) -> CompletableFuture.supplyAsync(() -> input + 1), "first", new AttemptSignal()))
        .contains(new ExecutionResult.Success("8"));
    assertThat(List.of("one", "two", "three", "four", "five", "all")).map(op -> run((input, context) -> null, op, new AttemptSignal()))
        .containsExactly(success(1), success(2), success(3), success(4), success(5), success(151));
  }

  private static Optional<ExecutionResult> success(int value) {
    return Optional.of(new ExecutionResult.Success(Integer.toString(value)));
  }

  @Test
  void whatTheFutureFailsWithIsTheCauseAndDecidesWhetherThereIsAnotherAttempt() {
    ExecutionResult.Failure failed = failure((input, context) -> CompletableFuture.failedFuture(new IOException("disk")));
    assertThat(failed.cause().type()).isEqualTo("java.io.IOException");
    assertThat(failed.retryable()).isTrue();
    ExecutionResult.Failure wrapped = failure((input, context) -> CompletableFuture.runAsync(() -> {
      throw new IllegalStateException("broken for good");
    }).thenApply(nothing -> 1));
    assertThat(wrapped.cause().type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(wrapped.retryable()).isFalse();
    ExecutionResult.Failure error = failure((input, context) -> CompletableFuture.failedFuture(new NoClassDefFoundError("gone/Class")));
    assertThat(error.cause().type()).isEqualTo("java.lang.NoClassDefFoundError");
    ExecutionResult.Failure neither = failure((input, context) -> CompletableFuture.failedFuture(new Throwable("neither")));
    assertThat(neither.cause().type()).isEqualTo("java.lang.Throwable");
    assertThat(neither.cause().message()).isEqualTo("neither");
    ExecutionResult.Failure none = failure((input, context) -> null);
    assertThat(none.cause().message()).isEqualTo("op \"first\" returned null in place of a future");
    assertThat(none.retryable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptThatIsToldToStopCancelsItsFuture(StopReason reason) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<Integer> never = new CompletableFuture<>();
    AttemptSignal signal = new AttemptSignal();
    FutureTask<Optional<ExecutionResult>> attempt = new FutureTask<>(() -> run((input, context) -> {
      inside.countDown();
      return never;
    }, "first", signal));
    new Thread(attempt).start();
    inside.await();

    signal.stop(reason);

    assertThat(attempt.get().filter(ExecutionResult.Success.class::isInstance)).isEmpty();
    assertThat(never).isCancelled();
  }
}
