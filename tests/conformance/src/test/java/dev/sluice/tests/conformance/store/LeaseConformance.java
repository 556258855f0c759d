package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.HeartbeatOutcome;
import dev.sluice.core.store.QueueBacklog;
import dev.sluice.core.store.Recovery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store promises about leases and the backlog. */
interface LeaseConformance extends StoreFixture {
  @Test
  default void aLostLeaseGoesBackToTheBacklogAndIsPublishedUnderANewSequence() {
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
  default void aLeaseLostOnTheLastAttemptFailsTheOp() {
    RunId runId = submit(op("only", "default", 0, 1));
    claimOne("w1");
    advance(LEASE.plusSeconds(1));
    assertThat(claim("w2", 1)).isEmpty();
    assertThat(store().recover(10)).isEqualTo(new Recovery(0, 1, 0));
    assertThat(status(runId)).isEqualTo(RunStatus.FAILED);
    assertThat(record(runId, "only").cause()).isNotNull();
  }

  @Test
  default void heartbeatsKeepALeaseAndTellOfLostOnes() {
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
  default void aReleasedLeaseIsReadyAtOnceAndCostsNoAttempt() {
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
  default void ownersOfLeasesAreListedOnceAndThoseFirstWhoseLeaseRunsOutFirst() {
    submit(op("a"), op("b"), op("c"), op("d"));
    claim("silent", 1);
    advance(Duration.ofSeconds(1));
    List<Lease> beating = claim("beating", 2);
    advance(Duration.ofSeconds(1));
    claim("new", 1);
    store().heartbeat("beating", beating.stream().map(Lease::token).toList(), LEASE.plusSeconds(1));
    assertThat(store().leaseOwners(10)).containsExactly("silent", "new", "beating");
    assertThat(store().leaseOwners(2)).containsExactly("silent", "new");
    advance(LEASE.minusSeconds(2));
    assertThat(store().leaseOwners(10)).as("of leases that have not run out").containsExactly("new", "beating");
  }

  @Test
  default void leasesOfOwnersThatAreNoMoreAreLostAtOnceAndNoOthers() {
    RunId runId = submit(op("a"), op("b"), op("c"));
    List<Lease> lost = claim("gone", 2);
    Lease kept = claimOne("alive");
    assertThat(store().expireLeases(List.of("gone", "stranger"))).isEqualTo(2);
    assertThat(store().expireLeases(List.of("gone", "stranger"))).isZero();
    assertThat(store().recover(10)).isEqualTo(new Recovery(2, 0, 0));
    assertThat(history(runId)).filteredOn(EventType.OP_LEASE_LOST::equals).hasSize(2);
    assertThat(claim("w2", 3)).extracting(Lease::attempt).containsExactly(2, 2);
    assertThat(commit("gone", success(lost.get(0))).fenced()).containsExactly(lost.get(0).token());
    assertThat(commit("alive", success(kept)).committed()).containsExactly(kept.token());
  }

  @Test
  default void anOwnerThatLivesAfterAllKeepsItsLeaseByItsNextHeartbeat() {
    submit(op("only"));
    Lease lease = claimOne("w1");
    assertThat(store().expireLeases(List.of("w1"))).isEqualTo(1);
    assertThat(store().heartbeat("w1", List.of(lease.token()), LEASE).lost()).isEmpty();
    assertThat(store().recover(10)).isEqualTo(new Recovery(0, 0, 0));
    assertThat(commit("w1", success(lease)).committed()).containsExactly(lease.token());
  }

  @Test
  default void claimsTakeTheBestFirstAndNoOpTwice() {
    submit(op("low", "default", 0, 3));
    submit(op("high", "default", 9, 3));
    submit(op("middle", "default", 5, 3));
    submit(op("elsewhere", "bulk", 99, 3));
    assertThat(claim("w1", 2)).extracting(lease -> lease.key().opKey()).containsExactly("high", "middle");
    assertThat(claim("w2", 2)).extracting(lease -> lease.key().opKey()).containsExactly("low");
    assertThat(claim("w3", 2)).isEmpty();
  }

  @Test
  default void theBacklogIsMeasuredByQueue() {
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
