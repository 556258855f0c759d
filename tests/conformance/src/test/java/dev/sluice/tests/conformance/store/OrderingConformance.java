package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store promises about ordering keys: I7. */
interface OrderingConformance extends StoreFixture {
  private static OpPlan keyed(String opKey, String orderingKey, String... upstream) {
    return new OpPlan(opKey, "default", 0, 2, List.of(upstream), orderingKey);
  }

  @Test
  default void opsOfOneKeyRunOneAtATimeInSubmissionOrderAcrossRuns() {
    List<RunId> submitted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      submitted.add(submit(keyed("only", "customer-1")));
    }
    List<RunId> started = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<Lease> leases = claim("w1", 10);
      assertThat(leases).hasSize(1);
      started.add(leases.get(0).key().runId());
      assertThat(claim("w2", 10)).isEmpty();
      commit("w1", success(leases.get(0)));
    }
    assertThat(started).isEqualTo(submitted);
    assertThat(claim("w1", 1)).isEmpty();
  }

  @Test
  default void otherKeysAndOpsWithoutAKeyGoOnBeside() {
    store().submit(List.of(run(keyed("a", "one")), run(keyed("b", "one")), run(keyed("c", "two")), run(op("d"))), PublishWindow.CLOSED);
    assertThat(claim("w1", 10)).extracting(lease -> lease.key().opKey()).containsExactlyInAnyOrder("a", "c", "d");
  }

  @Test
  default void aRetryKeepsTheLane() {
    submit(keyed("first", "k"));
    submit(keyed("second", "k"));
    commit("w1", failure(claimOne("w1"), true, Duration.ofSeconds(5)));
    assertThat(claim("w1", 10)).isEmpty();
    advance(Duration.ofSeconds(6));
    store().recover(10);
    assertThat(claim("w1", 10)).extracting(lease -> lease.key().opKey()).containsExactly("first");
  }

  /** One poison op a lane: it starts as often as it has attempts, and costs no other lane a start. */
  @Test
  default void poisonInEveryLaneHoldsUpNoOtherLane() {
    int lanes = 10;
    for (int lane = 0; lane < lanes; lane++) {
      submit(keyed("poison", "lane-" + lane));
      submit(keyed("sound", "lane-" + lane));
      submit(op("beside"));
    }
    int sound = 0;
    for (int round = 1; round <= 4; round++) {
      for (Lease lease : claim("w1", 100)) {
        sound += lease.key().opKey().equals("poison") ? 0 : 1;
        commit("w1", lease.key().opKey().equals("poison") ? failure(lease, true, Duration.ZERO) : success(lease));
      }
      assertThat(sound).as("after round %s", round).isEqualTo(round < 3 ? lanes : 2 * lanes);
    }
  }

  @Test
  default void howeverAnOpEndsItsLaneGoesOn() {
    RunId poison = submit(keyed("poison", "k"));
    RunId skipping = submit(op("before", "default", 1, 1), keyed("skipped", "k", "before"));
    RunId canceled = submit(keyed("canceled", "k"));
    submit(keyed("last", "k"));
    List<Lease> leases = claim("w1", 10);
    assertThat(leases).extracting(lease -> lease.key().opKey()).containsExactly("before", "poison");
    commit("w1", failure(leases.get(0), false, null));
    assertThat(state(skipping, "skipped")).isEqualTo(OpState.SKIPPED);
    store().cancel(canceled, "enough");
    assertThat(claim("w1", 10)).isEmpty();
    commit("w1", failure(leases.get(1), false, null));
    assertThat(state(poison, "poison")).isEqualTo(OpState.FAILED);
    assertThat(claim("w1", 10)).extracting(lease -> lease.key().opKey()).containsExactly("last");
  }

  @Test
  default void cancelingWhatWaitsInALaneLetsNobodyPastItsHead() {
    submit(keyed("head", "k"));
    RunId middle = submit(keyed("middle", "k"));
    submit(keyed("last", "k"));
    Lease head = claimOne("w1");
    store().cancel(middle, "enough");
    assertThat(claim("w1", 10)).isEmpty();
    commit("w1", success(head));
    assertThat(claim("w1", 10)).extracting(lease -> lease.key().opKey()).containsExactly("last");
  }

  @Test
  default void anOpHoldsItsPlaceWhileItsUpstreamRuns() {
    submit(op("slow"), keyed("after", "k", "slow"));
    submit(keyed("later", "k"));
    Lease slow = claimOne("w1");
    assertThat(slow.key().opKey()).isEqualTo("slow");
    assertThat(claim("w1", 10)).isEmpty();
    commit("w1", success(slow));
    Lease after = claimOne("w1");
    assertThat(after.key().opKey()).isEqualTo("after");
    commit("w1", success(after));
    assertThat(claimOne("w1").key().opKey()).isEqualTo("later");
  }

  @Test
  default void opsOfOneRunMayShareAKey() {
    RunId runId = submit(keyed("a", "k"), keyed("b", "k"), keyed("c", "k", "a"));
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      List<Lease> leases = claim("w1", 10);
      assertThat(leases).hasSize(1);
      order.add(leases.get(0).key().opKey());
      commit("w1", success(leases.get(0)));
    }
    assertThat(order).containsExactly("a", "b", "c");
    assertThat(store().events(runId).stream().filter(event -> event.type() == EventType.OP_READY))
        .extracting(RunEvent::opKey).containsExactly("a", "b", "c");
  }

  @Test
  default void theRowTellsItsOrderingKeyAndTheLaneIsPublished() {
    RunRequest first = run(keyed("only", "k"));
    RunRequest second = run(keyed("only", "k"));
    assertThat(store().submit(List.of(first, second), WINDOW).toPublish()).extracting("runId")
        .containsExactly(first.runId().toString());
    assertThat(record(second.runId(), "only").orderingKey()).isEqualTo("k");
    assertThat(record(submit(op("free")), "free").orderingKey()).isNull();
    Lease lease = store().claim(new Claim("w1", "default", 1, LEASE), List.of()).leases().get(0);
    assertThat(store().commit("w1", List.of(success(lease)), List.of(), WINDOW).toPublish()).extracting("runId")
        .contains(second.runId().toString());
  }

  @Test
  default void aRepeatedSubmitTakesNoSecondPlace() {
    store().submit(List.of(run("nightly", keyed("a", "k")), run("nightly", keyed("b", "k"))), PublishWindow.CLOSED);
    store().submit(List.of(run("nightly", keyed("c", "k"))), PublishWindow.CLOSED);
    commit("w1", success(claimOne("w1")));
    RunId next = submit(keyed("next", "k"));
    assertThat(claimOne("w1").key().runId()).isEqualTo(next);
  }
}
