package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store promises about redriving: new attempts for what failed, nothing twice, whenever it is done. */
interface RedriveConformance extends StoreFixture {
  default List<IdempotencyKey> redrive(RunId runId, String opKey) {
    return store().deadLetters().redrive(DeadLetterFilter.of(Set.of(new IdempotencyKey(runId, opKey))), Duration.ZERO);
  }

  default int eventsOf(RunId runId) {
    return store().events(runId).size();
  }

  @Test
  default void aRedriveGivesFreshAttemptsAndTheRunGoesOn() {
    RunId runId = submit(op("a"), op("b", "a"), op("c", "b"));
    commit("w1", failure(claimOne("w1"), false, null));
    assertThat(status(runId)).isEqualTo(RunStatus.FAILED);
    assertThat(state(runId, "c")).isEqualTo(OpState.SKIPPED);

    assertThat(redrive(runId, "a")).containsExactly(new IdempotencyKey(runId, "a"));
    assertThat(status(runId)).isEqualTo(RunStatus.RUNNING);
    assertThat(store().find(runId).orElseThrow().finishedAt()).isNull();
    assertThat(store().find(runId).orElseThrow().openOps()).isEqualTo(3);
    assertThat(state(runId, "b")).isEqualTo(OpState.WAITING);
    assertThat(state(runId, "c")).isEqualTo(OpState.WAITING);
    assertThat(record(runId, "a").maxAttempts()).isEqualTo(4);
    for (String op : List.of("a", "b", "c")) {
      Lease lease = claimOne("w1");
      assertThat(lease.key().opKey()).isEqualTo(op);
      assertThat(lease.attempt()).isEqualTo(op.equals("a") ? 2 : 1);
      commit("w1", success(lease));
    }
    assertThat(status(runId)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(history(runId)).containsExactly(EventType.RUN_SUBMITTED,
        EventType.OP_LEASED, EventType.OP_FAILED, EventType.OP_SKIPPED, EventType.OP_SKIPPED, EventType.RUN_FAILED,
        EventType.RUN_REOPENED, EventType.OP_REDRIVEN, EventType.OP_REOPENED, EventType.OP_REOPENED,
        EventType.OP_LEASED, EventType.OP_SUCCEEDED, EventType.OP_READY, EventType.OP_LEASED, EventType.OP_SUCCEEDED,
        EventType.OP_READY, EventType.OP_LEASED, EventType.OP_SUCCEEDED, EventType.RUN_SUCCEEDED);
  }

  @Test
  default void aRedriveOfWhatIsNotFailedAnyMoreChangesNothing() {
    RunId runId = submit(op("only"));
    commit("w1", failure(claimOne("w1"), false, null));
    redrive(runId, "only");
    int events = eventsOf(runId);
    assertThat(redrive(runId, "only")).isEmpty();
    Lease lease = claimOne("w1");
    assertThat(redrive(runId, "only")).isEmpty();
    commit("w1", success(lease));
    assertThat(redrive(runId, "only")).isEmpty();
    assertThat(eventsOf(runId)).isEqualTo(events + 3); // leased, succeeded, run succeeded
    assertThat(status(runId)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void aStalledWorkerThatComesBackAfterARedriveIsFencedOff() {
    RunId runId = submit(op("only", "default", 0, 1));
    Lease stalled = claimOne("w1");
    advance(LEASE.plusSeconds(1));
    store().recover(10);
    redrive(runId, "only");
    assertThat(commit("w1", success(stalled)).fenced()).containsExactly(stalled.token());
    Lease fresh = claimOne("w1"); // the same worker, a later attempt
    assertThat(fresh.attempt()).isEqualTo(2);
    assertThat(commit("w1", success(stalled)).fenced()).containsExactly(stalled.token());
    commit("w1", success(fresh, "\"fresh\""));
    assertThat(record(runId, "only").output()).isEqualTo("\"fresh\"");
  }

  @Test
  default void whatWasSkippedWaitsForEveryUpstreamThatFailed() {
    RunId runId = submit(op("left"), op("right"), op("join", "left", "right"), op("end", "join"));
    claim("w1", 2).forEach(lease -> commit("w1", failure(lease, false, null)));
    redrive(runId, "left");
    assertThat(state(runId, "join")).isEqualTo(OpState.SKIPPED);
    commit("w1", success(claimOne("w1")));
    assertThat(status(runId)).isEqualTo(RunStatus.FAILED);

    redrive(runId, "right");
    assertThat(state(runId, "join")).isEqualTo(OpState.WAITING);
    assertThat(state(runId, "end")).isEqualTo(OpState.WAITING);
    IntStream.range(0, 3).forEach(any -> commit("w1", success(claimOne("w1"))));
    assertThat(status(runId)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void aRedriveWhileTheRunStillRunsAndOneThatFailsAgain() {
    RunId runId = submit(op("a", "default", 0, 1), op("b"));
    List<Lease> both = claim("w1", 2);
    commit("w1", failure(both.get(0), true, Duration.ZERO));
    for (int attempt = 2; attempt <= 3; attempt++) {
      assertThat(redrive(runId, "a")).hasSize(1);
      Lease again = claimOne("w1");
      assertThat(again.attempt()).isEqualTo(attempt);
      assertThat(again.maxAttempts()).isEqualTo(attempt);
      commit("w1", failure(again, true, Duration.ZERO));
      assertThat(state(runId, "a")).isEqualTo(OpState.FAILED);
    }
    commit("w1", success(both.get(1)));
    assertThat(status(runId)).isEqualTo(RunStatus.FAILED);
    assertThat(history(runId)).doesNotContain(EventType.RUN_REOPENED);
    assertThat(store().deadLetters().attempts(new IdempotencyKey(runId, "a"))).hasSize(3);
    assertThat(store().deadLetters().list(DeadLetterFilter.all(10))).extracting(DeadLetter::token)
        .containsExactly(new LeaseToken(new IdempotencyKey(runId, "a"), 3));
  }

  @Test
  default void attemptsThatWereGivenBackAreNotGivenAgain() {
    RunId runId = submit(op("only", "default", 0, 2));
    store().release("w1", List.of(claimOne("w1").token()));
    commit("w1", failure(claimOne("w1"), false, null)); // attempt 2, of 3
    redrive(runId, "only");
    assertThat(record(runId, "only").maxAttempts()).isEqualTo(4);
  }

  @Test
  default void aRunThatWasCalledOffIsNotRedriven() {
    RunId runId = submit(op("a"), op("b"));
    List<Lease> both = claim("w1", 2);
    commit("w1", failure(both.get(0), false, null));
    store().cancel(runId, "enough");
    assertThat(redrive(runId, "a")).isEmpty();
    commit("w1", failure(both.get(1), false, null));
    assertThat(redrive(runId, "a")).isEmpty();
    assertThat(status(runId)).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  default void aRateSpreadsTheStarts() {
    for (int i = 0; i < 3; i++) {
      submit(op("only"));
    }
    claim("w1", 3).forEach(lease -> commit("w1", failure(lease, false, null)));
    assertThat(store().deadLetters().redrive(DeadLetterFilter.all(10), Duration.ofSeconds(5))).hasSize(3);
    assertThat(claim("w1", 3)).hasSize(1);
    advance(Duration.ofSeconds(5));
    store().recover(10);
    assertThat(claim("w1", 3)).hasSize(1);
    advance(Duration.ofSeconds(5));
    store().recover(10);
    assertThat(claim("w1", 3)).hasSize(1);
  }

  @Test
  default void aThousandRedrivenTwiceAtOnceAreCommittedOnce() {
    List<RunRequest> requests = IntStream.range(0, 1_000).mapToObj(any -> run(op("only"))).toList();
    store().submit(requests, PublishWindow.CLOSED);
    commit("w1", claim("w1", 1_000).stream().map(lease -> failure(lease, false, null)).toArray(Attempt[]::new));
    DeadLetterFilter all = DeadLetterFilter.all(DeadLetterFilter.MAX_LIMIT);
    List<DeadLetter> before = store().deadLetters().list(all);
    assertThat(before).hasSize(1_000);

    List<IdempotencyKey> redriven = new ArrayList<>();
    IntStream.range(0, 2).parallel().mapToObj(any -> store().deadLetters().redrive(all, Duration.ZERO))
        .toList().forEach(redriven::addAll);
    assertThat(redriven).hasSize(1_000).doesNotHaveDuplicates();
    List<Lease> leases = claim("w1", 2_000);
    assertThat(leases).hasSize(1_000);
    assertThat(store().deadLetters().redrive(all, Duration.ZERO)).isEmpty();
    commit("w1", leases.stream().map(this::success).toArray(Attempt[]::new));
    assertThat(store().deadLetters().redrive(all, Duration.ZERO)).isEmpty();
    assertThat(claim("w1", 2_000)).isEmpty();
    requests.forEach(request -> assertThat(history(request.runId()).stream().filter(EventType.OP_SUCCEEDED::equals)).hasSize(1));
  }
}
