package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Flow;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.Trigger;
import dev.sluice.core.store.DeadLetterFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store promises about redriving what is limited: it goes through its lane and its admission again (I7). */
interface LimitedRedriveConformance extends RedriveConformance {
  private static OpPlan keyed(String opKey, String orderingKey, String... upstream) {
    return new OpPlan(opKey, "default", 0, 1, List.of(upstream), orderingKey);
  }

  private static OpPlan limited(String opKey, Limits limits) {
    return new OpPlan(opKey, "default", 0, 1, List.of(), null, limits);
  }

  private void failNext() {
    commit("w1", failure(claimOne("w1"), false, null));
  }

  /** Runs all that is left, one at a time, and returns the op keys in the order of their starts. */
  private List<String> drainOneAtATime() {
    List<String> order = new ArrayList<>();
    for (List<Lease> leases = claim("w1", 10); !leases.isEmpty(); leases = claim("w1", 10)) {
      assertThat(leases).hasSize(1);
      order.add(leases.get(0).key().opKey());
      commit("w1", success(leases.get(0)));
    }
    return order;
  }

  @Test
  default void aRedrivenOpWaitsForWhoRunsInItsLaneAndGoesBeforeTheOthers() {
    RunId first = submit(keyed("first", "k"));
    submit(keyed("second", "k"));
    submit(keyed("third", "k"));
    failNext();
    Lease second = claimOne("w1");
    assertThat(redrive(first, "first")).hasSize(1);
    assertThat(state(first, "first")).isEqualTo(OpState.WAITING);
    assertThat(redrive(first, "first")).isEmpty();
    assertThat(claim("w2", 10)).isEmpty();
    commit("w1", success(second));
    assertThat(drainOneAtATime()).containsExactly("first", "third");
    assertThat(history(first)).containsExactly(EventType.RUN_SUBMITTED, EventType.OP_READY, EventType.OP_LEASED, EventType.OP_FAILED,
        EventType.RUN_FAILED, EventType.RUN_REOPENED, EventType.OP_REDRIVEN, EventType.OP_READY, EventType.OP_LEASED,
        EventType.OP_SUCCEEDED, EventType.RUN_SUCCEEDED);
  }

  @Test
  default void inAnEmptyLaneARedrivenOpStartsAtOnceAndLaterOnesWaitForIt() {
    RunId first = submit(keyed("first", "k"));
    failNext();
    redrive(first, "first");
    submit(keyed("second", "k"));
    assertThat(drainOneAtATime()).containsExactly("first", "second");
  }

  @Test
  default void severalRedrivenGoInSubmissionOrder() {
    List<RunId> runs = List.of(submit(keyed("a", "k")), submit(keyed("b", "k")), submit(keyed("c", "k")));
    submit(keyed("d", "k"));
    runs.forEach(run -> failNext());
    Lease running = claimOne("w1");
    submit(keyed("e", "k"));
    redrive(runs.get(2), "c");
    redrive(runs.get(0), "a");
    redrive(runs.get(1), "b");
    commit("w1", success(running));
    assertThat(drainOneAtATime()).containsExactly("a", "b", "c", "e");
  }

  @Test
  default void redrivenTwiceItFailsTwiceAndItsLaneGoesOn() {
    RunId poison = submit(keyed("poison", "k"));
    RunId next = submit(keyed("next", "k"));
    failNext();
    Lease running = claimOne("w1");
    redrive(poison, "poison");
    commit("w1", success(running));
    failNext();
    assertThat(redrive(poison, "poison")).hasSize(1);
    submit(keyed("last", "k"));
    assertThat(drainOneAtATime()).containsExactly("poison", "last");
    assertThat(status(next)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(record(poison, "poison").attempt()).isEqualTo(3);
  }

  @Test
  default void oneThatStandsFirstButWasNotAdmittedLetsARedrivenOnePass() {
    RunId first = submit(keyed("first", "k"));
    submit(op("before"), keyed("after", "k", "before"));
    submit(keyed("last", "k"));
    failNext();
    Lease before = claimOne("w1");
    assertThat(before.key().opKey()).isEqualTo("before");
    redrive(first, "first");
    Lease again = claimOne("w1");
    assertThat(again.key().opKey()).isEqualTo("first");
    commit("w1", success(before));
    assertThat(claim("w1", 10)).isEmpty();
    commit("w1", success(again));
    assertThat(drainOneAtATime()).containsExactly("after", "last");
  }

  @Test
  default void oneThatWasOvertakenAndIsCanceledLeavesTheTurnWhereItIs() {
    RunId first = submit(keyed("first", "k"));
    RunId overtaken = submit(op("before"), keyed("after", "k", "before"));
    submit(keyed("last", "k"));
    failNext();
    redrive(first, "first");
    List<Lease> both = claim("w1", 10);
    assertThat(both).extracting(lease -> lease.key().opKey()).containsExactlyInAnyOrder("first", "before");
    store().cancel(overtaken, "enough");
    both.forEach(lease -> assertThat(claim("w2", 10)).isEmpty());
    both.forEach(lease -> commit("w1", success(lease)));
    assertThat(drainOneAtATime()).containsExactly("last");
  }

  @Test
  default void whatWasSkippedComesBackToItsLaneToo() {
    RunId run = submit(keyed("a", "k"), keyed("b", "k", "a"));
    submit(keyed("c", "k"));
    failNext();
    assertThat(state(run, "b")).isEqualTo(OpState.SKIPPED);
    Lease running = claimOne("w1");
    redrive(run, "a");
    assertThat(state(run, "b")).isEqualTo(OpState.WAITING);
    submit(keyed("d", "k"));
    commit("w1", success(running));
    assertThat(drainOneAtATime()).containsExactly("a", "b", "d");
    assertThat(status(run)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void aRedrivenOpThatIsCanceledLeavesItsLane() {
    RunId run = submit(keyed("poison", "k"), op("beside"));
    submit(keyed("running", "k"));
    submit(keyed("next", "k"));
    claim("w1", 10).stream().filter(lease -> lease.key().opKey().equals("poison"))
        .forEach(lease -> commit("w1", failure(lease, false, null)));
    Lease running = claimOne("w1");
    redrive(run, "poison");
    store().cancel(run, "enough");
    assertThat(claim("w1", 10)).isEmpty();
    commit("w1", success(running));
    assertThat(drainOneAtATime()).containsExactly("next");
  }

  @Test
  default void aRedrivenOpTakesASlotOfItsConcurrencyKeyLikeAnyOther() {
    OpPlan bounded = limited("only", new Limits(new Limits.Concurrency("billing", 1), null, null));
    RunId first = submit(bounded);
    submit(bounded);
    failNext();
    Lease second = claimOne("w1");
    redrive(first, "only");
    assertThat(claim("w2", 10)).isEmpty();
    commit("w1", success(second));
    Lease again = claimOne("w1");
    assertThat(again.key().runId()).isEqualTo(first);
    submit(bounded);
    assertThat(claim("w2", 10)).isEmpty();
    commit("w1", success(again));
    assertThat(claim("w2", 10)).hasSize(1);
  }

  @Test
  default void aRedriveTakesPermitsOfItsRateLimit() {
    OpPlan rated = limited("only", new Limits(null, new Limits.Rate("mail", 1, Duration.ofMinutes(1)), null));
    RunId run = submit(rated);
    failNext();
    redrive(run, "only");
    assertThat(claim("w1", 10)).isEmpty();
    assertThat(store().events(run).stream().filter(event -> event.type() == EventType.OP_READY)).extracting(RunEvent::detail)
        .satisfies(details -> assertThat(details).hasSize(2).last().isNotNull());
    advance(Duration.ofMinutes(1));
    store().recover(10);
    assertThat(claim("w1", 10)).hasSize(1);
  }

  @Test
  default void aSpacedRedriveOfALaneWaitsForItsTimeAndItsTurn() {
    List<RunId> runs = List.of(submit(keyed("a", "k")), submit(keyed("b", "other")));
    runs.forEach(run -> failNext());
    assertThat(store().deadLetters().redrive(DeadLetterFilter.all(10), Duration.ofSeconds(5))).hasSize(2);
    Lease first = claimOne("w1");
    assertThat(first.key().runId()).isEqualTo(runs.stream().min(Comparator.naturalOrder()).orElseThrow());
    assertThat(claim("w1", 10)).isEmpty();
    commit("w1", success(first));
    advance(Duration.ofSeconds(5));
    store().recover(10);
    assertThat(claimOne("w1").key().runId()).isEqualTo(runs.stream().max(Comparator.naturalOrder()).orElseThrow());
  }

  @Test
  default void aTriggerThatHasStruckStaysSoWhenItsOpIsRedriven() {
    Flow onFailure = new Flow(Trigger.ANY_FAILED, false, null, null, null);
    RunId run = submit(op("bad"), new OpPlan("alarm", "default", 0, 1, List.of("bad"), "k", Limits.NONE, onFailure));
    failNext();
    failNext();
    redrive(run, "alarm");
    assertThat(drainOneAtATime()).containsExactly("alarm");
    assertThat(store().events(run).stream().filter(event -> event.type() == EventType.OP_READY)).as("to be ready is about no attempt")
        .extracting(RunEvent::attempt).containsExactly(0, 0);
  }
}
