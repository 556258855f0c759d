package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Flow;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Origin;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.Trigger;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.Pause;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who waits for a lane holds no op execution's row and no later lane: whoever has the lane may want to give such a row the turn, and the
 * two would wait for each other.
 */
@Timeout(60)
class LaneLocksTest {
  private static final Random RANDOM = new Random(5);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final ExecutionResult SUCCESS = new ExecutionResult.Success("1");
  private static final ExecutionResult FAILURE = new ExecutionResult.Failure(Cause.named("Boom", "it broke"), false);

  /** A run of which the first op runs. */
  private record Scene(TestDatabase.Schema schema, RunStore store, RunId run, Lease lease) {
    void end(ExecutionResult result) {
      Attempt attempt = new Attempt(lease.token(), result, Optional.empty(), false, lease.consequence());
      assertThat(store.commit("w1", List.of(attempt), List.of(), PublishWindow.CLOSED).committed()).hasSize(1);
    }
  }

  private static OpPlan op(String key, @Nullable String lane, String... upstream) {
    return new OpPlan(key, "default", 0, 1, List.of(upstream), lane);
  }

  private static OpPlan alarm(String lane) {
    return new OpPlan("alarm", "default", 0, 1, List.of("first"), lane, Limits.NONE, new Flow(Trigger.ANY_FAILED, false, null, null, null));
  }

  private static RunRequest run(List<OpPlan> ops) {
    return new RunRequest(RunId.next(InstantSource.system(), RANDOM), "job", "v1", "{}", "first", Map.of(), null, ops);
  }

  private static Arguments move(String name, List<OpPlan> ops, Consumer<Scene> before, Consumer<Scene> move) {
    return arguments(name, ops, before, move);
  }

  static Stream<Arguments> moves() {
    Consumer<Scene> nothing = scene -> { };
    List<OpPlan> own = List.of(op("first", "a"));
    List<OpPlan> next = List.of(op("first", null), op("next", "a", "first"));
    List<OpPlan> last = List.of(op("first", null), op("next", null, "first"), op("last", "a", "next"));
    return Stream.of(
        move("a success leaves the lane", own, nothing, scene -> scene.end(SUCCESS)),
        move("a success before one in the lane", next, nothing, scene -> scene.end(SUCCESS)),
        move("a success that a trigger in the lane judges", List.of(op("first", null), alarm("a")), nothing, scene -> scene.end(SUCCESS)),
        move("a failure that skips one in the lane", last, nothing, scene -> scene.end(FAILURE)),
        move("a cancel", last, nothing, scene -> assertThat(scene.store().cancel(scene.run(), "test")).isTrue()),
        move("a redrive", last, scene -> scene.end(FAILURE),
            scene -> assertThat(scene.store().deadLetters().redrive(DeadLetterFilter.all(10), Duration.ZERO)).hasSize(1)),
        move("a lease that is lost", last, scene -> scene.schema().advance(Duration.ofHours(1)),
            scene -> assertThat(scene.store().recover(10).failed()).isEqualTo(1)),
        move("a release", own, scene -> scene.store().cancel(scene.run(), "test"),
            scene -> assertThat(scene.store().release("w1", List.of(scene.lease().token()))).isEqualTo(1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moves")
  void noRowIsLockedBeforeTheLane(String name, List<OpPlan> ops, Consumer<Scene> before, Consumer<Scene> move) throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      RunStore store = schema.database().runStore();
      RunRequest run = run(ops);
      store.submit(List.of(run), PublishWindow.CLOSED);
      Lease lease = store.claim(new Claim("w1", "default", 1, Duration.ofMinutes(1)), List.of()).leases().get(0);
      Scene scene = new Scene(schema, store, run.runId(), lease);
      before.accept(scene);
      whileOthersHoldLaneA(schema, () -> move.accept(scene), "select * from op_execution for update nowait");
    }
  }

  @Test
  void aSubJobsLaneIsNotLockedBeforeOneThatIsLeft() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      RunStore store = schema.database().runStore();
      RunRequest parent = run(List.of(op("first", null)));
      RunRequest child = run(List.of(op("first", "b")));
      store.submit(List.of(run(List.of(op("first", "a"))), parent, run(List.of(op("first", "b")))), PublishWindow.CLOSED);
      List<Lease> leases = store.claim(new Claim("w1", "default", 2, Duration.ofMinutes(1)), List.of()).leases();
      List<Attempt> ends = leases.stream().map(lease -> new Attempt(lease.token(), lease.key().runId().equals(parent.runId())
          ? new ExecutionResult.Suspended(child.from(new Origin(lease.key(), null)), null) : SUCCESS, Optional.empty(), false,
          lease.consequence())).toList();
      whileOthersHoldLaneA(schema, () -> assertThat(store.commit("w1", ends, List.of(), PublishWindow.CLOSED).committed()).hasSize(2),
          "select * from ordering_lane where lane = 'b' for update nowait");
      assertThat(store.find(child.runId())).isPresent();
    }
  }

  /** Looks for locks, which fails if there are some, when the move waits for the lane. */
  private static void whileOthersHoldLaneA(TestDatabase.Schema schema, Runnable move, String look) throws Exception {
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select * from ordering_lane where lane = 'a' for update");
      CompletableFuture<Void> moved = CompletableFuture.runAsync(move);
      while (schema.text("select count(*) from pg_locks where not granted").equals("0")) {
        assertThat(moved).isNotDone();
        Pause.REAL.pause(LOOK);
      }
      statement.execute(look);
      other.rollback();
      moved.join();
    }
  }
}
