package dev.sluice.tests.conformance.store;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A store under test, its clock, and short words for what the tests do with it. */
abstract class StoreFixture {
  static final Duration LEASE = Duration.ofSeconds(15);
  static final PublishWindow WINDOW = new PublishWindow(10, Duration.ofMinutes(1));
  private static final Random RANDOM = new Random(42);

  abstract RunStore store();

  /** Moves the store's time. */
  abstract void advance(Duration duration);

  static OpPlan op(String key, String... upstream) {
    return new OpPlan(key, "default", 0, 3, List.of(upstream), null);
  }

  static OpPlan op(String key, String queue, int priority, int maxAttempts) {
    return new OpPlan(key, queue, priority, maxAttempts, List.of(), null);
  }

  static RunRequest run(OpPlan... ops) {
    return run(null, ops);
  }

  static RunRequest run(@Nullable String idempotencyKey, OpPlan... ops) {
    return new RunRequest(RunId.next(InstantSource.system(), RANDOM), "job", "v1", "{\"n\":1}", ops[ops.length - 1].opKey(),
        Map.of("team", "a"), idempotencyKey, List.of(ops));
  }

  RunId submit(OpPlan... ops) {
    RunRequest request = run(ops);
    store().submit(List.of(request), PublishWindow.CLOSED);
    return request.runId();
  }

  List<Lease> claim(String worker, int slots) {
    return store().claim(new Claim(worker, "default", slots, LEASE), List.of()).leases();
  }

  Lease claimOne(String worker) {
    return claim(worker, 1).get(0);
  }

  static Attempt success(Lease lease) {
    return success(lease, "\"" + lease.key().opKey() + "\"");
  }

  static Attempt success(Lease lease, String output) {
    return new Attempt(lease.token(), new ExecutionResult.Success(output), Optional.empty(), false);
  }

  static Attempt failure(Lease lease, boolean retryable, @Nullable Duration pause) {
    return new Attempt(lease.token(), new ExecutionResult.Failure(Cause.named("Boom", "it broke"), retryable),
        Optional.ofNullable(pause), false);
  }

  dev.sluice.core.store.CommitOutcome commit(String worker, Attempt... attempts) {
    return store().commit(worker, Arrays.asList(attempts), List.of(), PublishWindow.CLOSED);
  }
}
