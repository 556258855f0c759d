package dev.sluice.tests.conformance.store;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A store under test, its clock, and short words for what the tests do with it. */
interface StoreFixture {
  Duration LEASE = Duration.ofSeconds(15);
  PublishWindow WINDOW = new PublishWindow(10, Duration.ofMinutes(1));
  Random RANDOM = new Random(42);

  RunStore store();

  /** Moves the store's time. */
  void advance(Duration duration);

  default OpPlan op(String key, String... upstream) {
    return new OpPlan(key, "default", 0, 3, List.of(upstream), null);
  }

  default OpPlan op(String key, String queue, int priority, int maxAttempts) {
    return new OpPlan(key, queue, priority, maxAttempts, List.of(), null);
  }

  default RunRequest run(OpPlan... ops) {
    return run(null, ops);
  }

  default RunRequest run(@Nullable String idempotencyKey, OpPlan... ops) {
    return new RunRequest(RunId.next(InstantSource.system(), RANDOM), "job", "v1", "{\"n\":1}", ops[ops.length - 1].opKey(),
        Map.of("team", "a"), idempotencyKey, List.of(ops));
  }

  default RunId submit(OpPlan... ops) {
    RunRequest request = run(ops);
    store().submit(List.of(request), PublishWindow.CLOSED);
    return request.runId();
  }

  default List<Lease> claim(String worker, int slots) {
    return store().claim(new Claim(worker, "default", slots, LEASE), List.of()).leases();
  }

  default Lease claimOne(String worker) {
    return claim(worker, 1).get(0);
  }

  default Attempt success(Lease lease) {
    return success(lease, "\"" + lease.key().opKey() + "\"");
  }

  default Attempt success(Lease lease, String output) {
    return new Attempt(lease.token(), new ExecutionResult.Success(output), Optional.empty(), false, lease.consequence());
  }

  default Attempt failure(Lease lease, boolean retryable, @Nullable Duration pause) {
    return new Attempt(lease.token(), new ExecutionResult.Failure(Cause.named("Boom", "it broke"), retryable),
        Optional.ofNullable(pause), false);
  }

  default CommitOutcome commit(String worker, Attempt... attempts) {
    return store().commit(worker, Arrays.asList(attempts), List.of(), PublishWindow.CLOSED);
  }

  default OpState state(RunId runId, String opKey) {
    return record(runId, opKey).state();
  }

  default IdempotencyRecord record(RunId runId, String opKey) {
    return store().ops(runId).stream().filter(row -> row.key().opKey().equals(opKey)).findFirst().orElseThrow();
  }

  default List<EventType> history(RunId runId) {
    return store().events(runId).stream().map(RunEvent::type).toList();
  }

  default RunStatus status(RunId runId) {
    return store().find(runId).orElseThrow().status();
  }

  /** Waits until a subscriber hears: a store in memory is heard at once. */
  default void awaitListening(CountDownLatch listening) throws InterruptedException {
    listening.await();
  }
}
