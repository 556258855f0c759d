package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.HeartbeatOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.QueueBacklog;
import dev.sluice.core.store.Recovery;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.SubmitOutcome;
import dev.sluice.core.store.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link dev.sluice.core.store.RunStore} promises. */
abstract class RunStoreConformance extends StoreFixture {
  private OpState state(RunId runId, String opKey) {
    return record(runId, opKey).state();
  }

  private IdempotencyRecord record(RunId runId, String opKey) {
    return store().ops(runId).stream().filter(row -> row.key().opKey().equals(opKey)).findFirst().orElseThrow();
  }

  private List<EventType> history(RunId runId) {
    return store().events(runId).stream().map(RunEvent::type).toList();
  }

  private RunStatus status(RunId runId) {
    return store().find(runId).orElseThrow().status();
  }

  @Test
  void aRunGoesFromPendingOverRunningToSucceeded() {
    RunId runId = submit(op("only"));
    assertThat(status(runId)).isEqualTo(RunStatus.PENDING);
    Lease lease = claimOne("w1");
    assertThat(status(runId)).isEqualTo(RunStatus.RUNNING);
    assertThat(lease.runInput()).isEqualTo("{\"n\":1}");
    assertThat(lease.tags()).containsEntry("team", "a");
    assertThat(lease.attempt()).isEqualTo(1);
    commit("w1", success(lease, "42"));
    Run run = store().find(runId).orElseThrow();
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output()).isEqualTo("42");
    assertThat(run.openOps()).isZero();
    assertThat(run.finishedAt()).isNotNull();
    assertThat(history(runId))
        .containsExactly(EventType.RUN_SUBMITTED, EventType.OP_LEASED, EventType.OP_SUCCEEDED, EventType.RUN_SUCCEEDED);
  }

  @Test
  void theSameIdempotencyKeyGivenTwiceReturnsTheFirstRun() {
    RunRequest first = run("nightly", op("only"));
    RunRequest second = run("nightly", op("only"));
    RunRequest third = run("nightly", op("only"));
    SubmitOutcome once = store().submit(List.of(first, second), PublishWindow.CLOSED);
    SubmitOutcome again = store().submit(List.of(third), PublishWindow.CLOSED);
    assertThat(once.submissions()).extracting("runId").containsExactly(first.runId(), first.runId());
    assertThat(once.submissions()).extracting("created").containsExactly(true, false);
    assertThat(again.submissions()).extracting("runId").containsExactly(first.runId());
    assertThat(store().find(second.runId())).isEmpty();
  }

  @Test
  void anOpStartsOnlyAfterItsUpstreamAndSeesTheirOutputs() {
    RunId runId = submit(op("a"), op("b"), op("c", "a", "b"));
    List<Lease> first = claim("w1", 5);
    assertThat(first).extracting(lease -> lease.key().opKey()).containsExactly("a", "b");
    commit("w1", success(first.get(0)));
    assertThat(claim("w1", 5)).isEmpty();
    commit("w1", success(first.get(1)));
    Lease last = claimOne("w1");
    assertThat(last.key().opKey()).isEqualTo("c");
    assertThat(last.upstreamOutputs()).containsEntry("a", "\"a\"").containsEntry("b", "\"b\"").hasSize(2);
    commit("w1", success(last));
    assertThat(status(runId)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(history(runId)).containsOnlyOnce(EventType.OP_READY);
    assertThat(store().events(runId)).extracting(RunEvent::detail)
        .contains(EventDetails.committed("\"a\""), EventDetails.leased(Map.of("a", "\"a\"", "b", "\"b\"")));
  }

  @Test
  void upstreamThatEndTogetherFreeTheirDownstreamOnce() {
    RunId runId = submit(op("a"), op("b"), op("c", "a", "b"));
    List<Lease> both = claim("w1", 5);
    commit("w1", success(both.get(0)), success(both.get(1)));
    assertThat(state(runId, "c")).isEqualTo(OpState.PENDING);
    assertThat(claim("w1", 5)).hasSize(1);
  }

  @Test
  void aCommitClaimsWhatItFreed() {
    submit(op("a"), op("b", "a"));
    Lease a = claimOne("w1");
    CommitOutcome outcome = store().commit("w1", List.of(success(a)), List.of(new Claim("w1", "default", 2, LEASE)), WINDOW);
    assertThat(outcome.next()).extracting(lease -> lease.key().opKey()).containsExactly("b");
    assertThat(outcome.next().get(0).upstreamOutputs()).containsEntry("a", "\"a\"");
    assertThat(outcome.toPublish()).isEmpty();
  }

  @Test
  void aLateCommitFromAnExpiredLeaseIsRefused() {
    RunId runId = submit(op("only"));
    Lease stalled = claimOne("w1");
    advance(LEASE.plusSeconds(1));
    Lease current = claimOne("w2");
    assertThat(current.attempt()).isEqualTo(2);
    CommitOutcome late = commit("w1", success(stalled, "\"late\""));
    assertThat(late.fenced()).containsExactly(stalled.token());
    assertThat(late.committed()).isEmpty();
    commit("w2", success(current, "\"right\""));
    assertThat(record(runId, "only").output()).isEqualTo("\"right\"");
    assertThat(commit("w1", success(stalled, "\"late\"")).fenced()).containsExactly(stalled.token());
    assertThat(record(runId, "only").output()).isEqualTo("\"right\"");
    assertThat(history(runId)).containsOnlyOnce(EventType.OP_SUCCEEDED).contains(EventType.COMMIT_FENCED, EventType.OP_LEASE_LOST);
  }

  @Test
  void aLateCommitWhoseLeaseNobodyTookStands() {
    RunId runId = submit(op("only"));
    Lease lease = claimOne("w1");
    advance(LEASE.plusSeconds(1));
    assertThat(commit("w1", success(lease)).committed()).containsExactly(lease.token());
    assertThat(status(runId)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aRepeatedCommitIsNoSecondResult() {
    RunId runId = submit(op("only"));
    Lease lease = claimOne("w1");
    commit("w1", success(lease, "1"));
    CommitOutcome again = commit("w1", success(lease, "2"));
    assertThat(again.committed()).containsExactly(lease.token());
    assertThat(again.fenced()).isEmpty();
    assertThat(record(runId, "only").output()).isEqualTo("1");
    assertThat(history(runId)).containsOnlyOnce(EventType.OP_SUCCEEDED);
  }

  @Test
  void aRetryWaitsForItsNotBefore() {
    RunId runId = submit(op("only"));
    commit("w1", failure(claimOne("w1"), true, Duration.ofSeconds(5)));
    assertThat(state(runId, "only")).isEqualTo(OpState.PENDING);
    assertThat(record(runId, "only").cause()).isNotNull();
    assertThat(store().recover(10)).isEqualTo(new Recovery(0, 0, 0));
    assertThat(claim("w1", 1)).isEmpty();
    advance(Duration.ofSeconds(6));
    assertThat(store().recover(10)).isEqualTo(new Recovery(0, 0, 1));
    assertThat(claimOne("w1").attempt()).isEqualTo(2);
    assertThat(history(runId)).contains(EventType.OP_RETRIED);
  }

  @Test
  void theLastFailedAttemptEndsTheOpAndSkipsWhatIsDownstream() {
    RunId runId = submit(op("a", "default", 0, 1), op("b", "a"), op("c", "b"), op("d"));
    List<Lease> leases = claim("w1", 5);
    Lease a = leases.stream().filter(lease -> lease.key().opKey().equals("a")).findFirst().orElseThrow();
    Lease d = leases.stream().filter(lease -> lease.key().opKey().equals("d")).findFirst().orElseThrow();
    commit("w1", failure(a, true, Duration.ZERO));
    assertThat(state(runId, "a")).isEqualTo(OpState.FAILED);
    assertThat(state(runId, "b")).isEqualTo(OpState.SKIPPED);
    assertThat(state(runId, "c")).isEqualTo(OpState.SKIPPED);
    assertThat(status(runId)).isEqualTo(RunStatus.RUNNING);
    commit("w1", success(d));
    assertThat(status(runId)).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void aFailureThatMustNotBeRetriedIsFinal() {
    RunId runId = submit(op("only"));
    commit("w1", failure(claimOne("w1"), false, Duration.ZERO));
    assertThat(state(runId, "only")).isEqualTo(OpState.FAILED);
    assertThat(status(runId)).isEqualTo(RunStatus.FAILED);
  }

  @Test
  void aLostLeaseGoesBackToTheBacklogAndIsPublishedUnderANewSequence() {
    RunRequest request = run(op("only"));
    OpExecutionTask first = store().submit(List.of(request), WINDOW).toPublish().get(0);
    claimOne("w1");
    advance(LEASE.plusSeconds(1));
    assertThat(store().recover(10)).isEqualTo(new Recovery(1, 0, 0));
    List<OpExecutionTask> published = store().publish("default", WINDOW);
    assertThat(published).hasSize(1);
    assertThat(published.get(0).publishSequence()).isEqualTo(first.publishSequence() + 1);
    assertThat(published.get(0).deduplicationId()).isNotEqualTo(first.deduplicationId());
  }

  @Test
  void aLeaseLostOnTheLastAttemptFailsTheOp() {
    RunId runId = submit(op("only", "default", 0, 1));
    claimOne("w1");
    advance(LEASE.plusSeconds(1));
    assertThat(claim("w2", 1)).isEmpty();
    assertThat(store().recover(10)).isEqualTo(new Recovery(0, 1, 0));
    assertThat(status(runId)).isEqualTo(RunStatus.FAILED);
    assertThat(record(runId, "only").cause()).isNotNull();
  }

  @Test
  void heartbeatsKeepALeaseAndTellOfLostOnes() {
    submit(op("a"), op("b"));
    List<Lease> leases = claim("w1", 2);
    for (int beat = 0; beat < 5; beat++) {
      advance(LEASE.minusSeconds(1));
      store().heartbeat("w1", List.of(leases.get(0).token()), LEASE);
    }
    assertThat(store().recover(10)).isEqualTo(new Recovery(1, 0, 0));
    HeartbeatOutcome outcome = store().heartbeat("w1", leases.stream().map(Lease::token).toList(), LEASE);
    assertThat(outcome.lost()).containsExactly(leases.get(1).token());
    assertThat(outcome.canceled()).isEmpty();
  }

  @Test
  void aReleasedLeaseIsReadyAtOnceAndCostsNoAttempt() {
    RunId runId = submit(op("only", "default", 0, 1));
    Lease lease = claimOne("w1");
    assertThat(store().release("w1", List.of(lease.token()))).isEqualTo(1);
    assertThat(store().release("w1", List.of(lease.token()))).isZero();
    Lease next = claimOne("w2");
    assertThat(next.attempt()).isEqualTo(2);
    assertThat(commit("w1", success(lease)).fenced()).containsExactly(lease.token());
    commit("w2", failure(next, true, Duration.ZERO));
    assertThat(state(runId, "only")).isEqualTo(OpState.FAILED);
    assertThat(history(runId)).contains(EventType.OP_RELEASED);
  }

  @Test
  void claimsTakeTheBestFirstAndNoOpTwice() {
    submit(op("low", "default", 0, 3));
    submit(op("high", "default", 9, 3));
    submit(op("middle", "default", 5, 3));
    submit(op("elsewhere", "bulk", 99, 3));
    assertThat(claim("w1", 2)).extracting(lease -> lease.key().opKey()).containsExactly("high", "middle");
    assertThat(claim("w2", 2)).extracting(lease -> lease.key().opKey()).containsExactly("low");
    assertThat(claim("w3", 2)).isEmpty();
  }

  @Test
  void theWindowBoundsWhatIsPublished() {
    for (int i = 0; i < 15; i++) {
      submit(op("only"));
    }
    List<OpExecutionTask> first = store().publish("default", WINDOW);
    assertThat(first).hasSize(10).allSatisfy(task -> assertThat(task.publishSequence()).isEqualTo(1));
    assertThat(store().publish("default", WINDOW)).isEmpty();
    store().unpublish(first.subList(0, 3));
    assertThat(store().publish("default", WINDOW)).hasSize(3).allSatisfy(task -> assertThat(task.publishSequence()).isEqualTo(2));
    advance(Duration.ofMinutes(2));
    assertThat(store().publish("default", WINDOW)).hasSize(10);
  }

  @Test
  void aMessageThatMadeAWorkerClaimLeavesTheWindow() {
    PublishWindow one = new PublishWindow(1, Duration.ofMinutes(1));
    OpExecutionTask first = store().submit(List.of(run(op("long"))), one).toPublish().get(0);
    assertThat(store().submit(List.of(run(op("other"))), one).toPublish()).isEmpty();
    assertThat(store().claim(new Claim("w1", "default", 1, LEASE), List.of(first)).verdicts()).containsExactly(Verdict.CLAIMED);
    assertThat(store().publish("default", one)).extracting(OpExecutionTask::opKey).containsExactly("other");
  }

  @Test
  void aMessageWhoseOpWasClaimedWithoutItStaysInTheWindowUntilItIsReceived() {
    PublishWindow one = new PublishWindow(1, Duration.ofMinutes(1));
    OpExecutionTask first = store().submit(List.of(run(op("long"))), one).toPublish().get(0);
    claimOne("w1");
    store().submit(List.of(run(op("other"))), PublishWindow.CLOSED);
    assertThat(store().publish("default", one)).isEmpty();
    store().claim(new Claim("w2", "default", 0, LEASE), List.of(first));
    assertThat(store().publish("default", one)).extracting(OpExecutionTask::opKey).containsExactly("other");
  }

  @Test
  void aSubmitPublishesWhatTheWindowHasRoomFor() {
    SubmitOutcome outcome = store().submit(List.of(run(op("a"), op("b", "a")), run(op("c"))), WINDOW);
    assertThat(outcome.toPublish()).extracting(OpExecutionTask::opKey).containsExactlyInAnyOrder("a", "c");
    assertThat(store().publish("default", WINDOW)).isEmpty();
  }

  @Test
  void aMessageIsJudgedByItsRow() {
    OpExecutionTask task = store().submit(List.of(run(op("only"))), WINDOW).toPublish().get(0);
    ClaimOutcome claimed = store().claim(new Claim("w1", "default", 1, LEASE), List.of(task));
    assertThat(claimed.verdicts()).containsExactly(Verdict.CLAIMED);
    assertThat(store().claim(new Claim("w2", "default", 1, LEASE), List.of(task)).verdicts()).containsExactly(Verdict.REDUNDANT);
    Attempt held = new Attempt(claimed.leases().get(0).token(), new ExecutionResult.Success("1"), Optional.empty(), true);
    store().commit("w1", List.of(held), List.of(), WINDOW);
    assertThat(store().claim(new Claim("w2", "default", 1, LEASE), List.of(task, task)).verdicts())
        .containsExactly(Verdict.REDUNDANT, Verdict.REDUNDANT);
    assertThat(history(RunId.parse(task.runId()))).contains(EventType.DUPLICATE_SUPPRESSED).containsOnlyOnce(EventType.OP_SUCCEEDED);
  }

  @Test
  void aMessageWhoseOpWasNotAmongTheBestIsPublishedAgainLater() {
    OpExecutionTask low = store().submit(List.of(run(op("low", "default", 0, 3))), WINDOW).toPublish().get(0);
    submit(op("high", "default", 9, 3));
    ClaimOutcome outcome = store().claim(new Claim("w1", "default", 1, LEASE), List.of(low));
    assertThat(outcome.leases()).extracting(lease -> lease.key().opKey()).containsExactly("high");
    assertThat(outcome.verdicts()).containsExactly(Verdict.DEFERRED);
    List<OpExecutionTask> again = store().publish("default", WINDOW);
    assertThat(again).extracting(OpExecutionTask::opKey).containsExactly("low");
    assertThat(again.get(0).publishSequence()).isEqualTo(2);
  }

  @Test
  void aMessageOfAnUnknownOpIsUnknown() {
    String runId = run(op("only")).runId().toString();
    OpExecutionTask stranger = new OpExecutionTask(1, runId + "/only", runId, "only", "job", "v1", "default", 0, 1, null);
    OpExecutionTask malformed = new OpExecutionTask(1, "x/Y!", "x", "Y!", "job", "v1", "default", 0, 1, null);
    assertThat(store().claim(new Claim("w1", "default", 1, LEASE), List.of(stranger, malformed)).verdicts())
        .containsExactly(Verdict.UNKNOWN, Verdict.UNKNOWN);
  }

  @Test
  void afterACancelNothingStartsAndNothingSucceeds() {
    RunId runId = submit(op("a"), op("b"), op("c", "a"));
    Lease a = claimOne("w1");
    assertThat(store().cancel(runId, "because")).isTrue();
    assertThat(claim("w1", 5)).isEmpty();
    assertThat(state(runId, "b")).isEqualTo(OpState.CANCELED);
    assertThat(state(runId, "c")).isEqualTo(OpState.CANCELED);
    assertThat(store().heartbeat("w1", List.of(a.token()), LEASE).canceled()).containsExactly(a.token());
    commit("w1", success(a));
    assertThat(state(runId, "a")).isEqualTo(OpState.CANCELED);
    assertThat(status(runId)).isEqualTo(RunStatus.CANCELED);
    assertThat(store().cancel(runId, "again")).isFalse();
  }

  @Test
  void aLeaseLostAfterACancelIsNotTakenAgain() {
    RunId runId = submit(op("a"));
    claimOne("w1");
    store().cancel(runId, "because");
    advance(LEASE.plusSeconds(1));
    assertThat(claim("w2", 1)).isEmpty();
    store().recover(10);
    assertThat(status(runId)).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  void runsAreListedNewestFirstInPages() {
    RunId first = submit(op("only"));
    RunId second = submit(op("only"));
    RunId third = submit(op("only"));
    List<RunId> newestFirst = List.of(first, second, third).stream().sorted((a, b) -> b.compareTo(a)).toList();
    List<Run> page = store().runs(new RunFilter(Optional.of("job"), Optional.empty(), 2));
    assertThat(page).extracting(Run::id).containsExactlyElementsOf(newestFirst.subList(0, 2));
    assertThat(store().runs(new RunFilter(Optional.empty(), Optional.of(page.get(1).id()), 2))).extracting(Run::id)
        .containsExactly(newestFirst.get(2));
    assertThat(store().runs(new RunFilter(Optional.of("other"), Optional.empty(), 2))).isEmpty();
  }

  @Test
  void theWholeHistoryCanBePaged() {
    RunId runId = submit(op("only"));
    commit("w1", success(claimOne("w1")));
    List<RunEvent> firstPage = store().eventsAfter(0, 2);
    List<RunEvent> rest = store().eventsAfter(firstPage.get(1).sequence(), 100);
    assertThat(firstPage).hasSize(2);
    assertThat(rest).extracting(RunEvent::type).containsExactly(EventType.OP_SUCCEEDED, EventType.RUN_SUCCEEDED);
    assertThat(rest).allSatisfy(event -> assertThat(event.runId()).isEqualTo(runId));
  }

  @Test
  void theBacklogIsMeasuredByQueue() {
    submit(op("a"), op("b"), op("c", "a"), op("elsewhere", "bulk", 0, 3));
    advance(Duration.ofSeconds(7));
    Lease a = claimOne("w1");
    commit("w1", failure(a, true, Duration.ofMinutes(1)));
    claimOne("w1");
    List<QueueBacklog> backlog = store().backlog();
    assertThat(backlog).extracting(QueueBacklog::queue).containsExactly("bulk", "default");
    assertThat(backlog).extracting(QueueBacklog::ready).containsExactly(1L, 0L);
    assertThat(backlog).extracting(QueueBacklog::running).containsExactly(0L, 1L);
    assertThat(backlog).extracting(QueueBacklog::delayed).containsExactly(0L, 1L);
    assertThat(backlog.get(0).oldest()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    assertThat(backlog.get(1).oldest()).isZero();
  }
}
