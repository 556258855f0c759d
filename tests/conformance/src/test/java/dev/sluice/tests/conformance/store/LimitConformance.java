package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store promises about concurrency keys and rate limits. */
interface LimitConformance extends StoreFixture {
  private static OpPlan bounded(String opKey, int priority, int limit, String... upstream) {
    return new OpPlan(opKey, "default", priority, 2, List.of(upstream), null,
        new Limits(new Limits.Concurrency("billing", limit), null, null));
  }

  private static OpPlan rated(String opKey, int permits, Duration period) {
    return new OpPlan(opKey, "default", 0, 2, List.of(), null, new Limits(null, new Limits.Rate("mail", permits, period), null));
  }

  private List<RunRequest> many(int count, OpPlan op) {
    return IntStream.range(0, count).mapToObj(i -> run(op)).toList();
  }

  @Test
  default void aConcurrencyKeyAdmitsNoMoreThanItsLimit() {
    store().submit(many(10, bounded("only", 0, 3)), PublishWindow.CLOSED);
    List<Lease> held = new ArrayList<>(claim("w1", 10));
    int done = 0;
    while (!held.isEmpty()) {
      assertThat(held).hasSizeLessThanOrEqualTo(3);
      assertThat(claim("w2", 10)).isEmpty();
      held.addAll(store().commit("w1", List.of(success(held.remove(0))), List.of(new Claim("w1", "default", 10, LEASE)),
          PublishWindow.CLOSED).next());
      done++;
    }
    assertThat(done).isEqualTo(10);
  }

  @Test
  default void whatWaitsForASlotGetsItByPriority() {
    submit(bounded("running", 0, 1));
    Lease running = claimOne("w1");
    submit(bounded("low", 1, 1));
    assertThat(claim("w2", 10)).isEmpty();
    submit(bounded("high", 9, 1));
    commit("w1", success(running));
    Lease next = claimOne("w1");
    assertThat(next.key().opKey()).isEqualTo("high");
    commit("w1", success(next));
    assertThat(claimOne("w1").key().opKey()).isEqualTo("low");
  }

  @Test
  default void aSlotIsHeldOverRetriesAndGivenBackAtEveryEnd() {
    submit(bounded("first", 9, 1));
    RunId canceled = submit(bounded("second", 8, 1));
    submit(bounded("third", 7, 1));
    submit(bounded("fourth", 6, 1));
    commit("w1", failure(claimOne("w1"), true, Duration.ofSeconds(5)));
    assertThat(claim("w1", 10)).isEmpty();
    advance(Duration.ofSeconds(6));
    store().recover(10);
    commit("w1", failure(claimOne("w1"), true, Duration.ofSeconds(5)));
    assertThat(state(canceled, "second")).isEqualTo(OpState.PENDING);
    store().cancel(canceled, "enough");
    Lease third = claimOne("w1");
    assertThat(third.key().opKey()).isEqualTo("third");
    commit("w1", success(third));
    assertThat(claimOne("w1").key().opKey()).isEqualTo("fourth");
  }

  @Test
  default void anOpTakesASlotOnlyOnceItsUpstreamIsDone() {
    submit(op("before"), bounded("after", 0, 1, "before"));
    Lease before = claimOne("w1");
    RunId other = submit(bounded("other", 0, 1));
    List<Lease> started = claim("w1", 10);
    assertThat(started).extracting(lease -> lease.key().runId()).containsExactly(other);
    commit("w1", success(before));
    assertThat(claim("w1", 10)).isEmpty();
    commit("w1", success(started.get(0)));
    assertThat(claimOne("w1").key().opKey()).isEqualTo("after");
  }

  @Test
  default void whatWaitsForASlotLeavesOthersTheirWay() {
    store().submit(many(50, bounded("bounded", 5, 2)), PublishWindow.CLOSED);
    submit(op("free"));
    submit(op("free"));
    assertThat(claim("w1", 4)).extracting(lease -> lease.key().opKey()).containsExactly("bounded", "bounded", "free", "free");
  }

  @Test
  default void aLargerLimitOfAKeyAddsToItsSlotsAndASmallerOneTakesNoneAway() {
    store().submit(many(5, bounded("small", 5, 2)), PublishWindow.CLOSED);
    assertThat(claim("w1", 10)).hasSize(2);
    store().submit(many(50, bounded("large", 0, 40)), PublishWindow.CLOSED);
    assertThat(claim("w1", 100)).hasSize(38).extracting(lease -> lease.key().opKey()).containsOnly("large");
    assertThat(claim("w1", 100)).isEmpty();
  }

  @Test
  default void cancelingWhatWaitsForASlotLeavesTheSlotToOthers() {
    submit(bounded("holds", 0, 1));
    RunId parked = submit(bounded("parked", 5, 1));
    submit(bounded("next", 0, 1));
    store().cancel(parked, "enough");
    commit("w1", success(claimOne("w1")));
    assertThat(claim("w1", 10)).extracting(lease -> lease.key().opKey()).containsExactly("next");
  }

  @Test
  default void aRateLimitSpacesStartsEvenly() {
    List<RunRequest> runs = many(5, rated("only", 2, Duration.ofSeconds(10)));
    store().submit(runs, PublishWindow.CLOSED);
    List<Integer> startsByStep = new ArrayList<>();
    for (int step = 0; step < 5; step++) {
      store().recover(10);
      List<Lease> started = claim("w1", 10);
      startsByStep.add(started.size());
      started.forEach(lease -> commit("w1", success(lease)));
      advance(Duration.ofSeconds(5));
    }
    assertThat(startsByStep).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  default void anUnusedRateLimitSavesNothingUp() {
    store().submit(many(1, rated("only", 1, Duration.ofSeconds(10))), PublishWindow.CLOSED);
    advance(Duration.ofMinutes(10));
    store().submit(many(2, rated("only", 1, Duration.ofSeconds(10))), PublishWindow.CLOSED);
    store().recover(10);
    assertThat(claim("w1", 10)).hasSize(2); // the one of ten minutes ago, and one of these
  }

  @Test
  default void aRetryTakesAPermitToo() {
    submit(rated("retried", 1, Duration.ofMinutes(1)));
    RunId second = submit(rated("second", 1, Duration.ofMinutes(1)));
    Lease lease = claimOne("w1");
    IdempotencyRecord waits = record(second, "second");
    assertThat(waits.state()).isEqualTo(OpState.PENDING);
    commit("w1", failure(lease, true, Duration.ofSeconds(1)));
    assertThat(record(lease.key().runId(), "retried").notBefore()).isAfter(waits.notBefore());
  }

  @Test
  default void aRetryWithoutAPauseTakesAPermitToo() {
    submit(rated("retried", 1, Duration.ofMinutes(1)));
    Lease lease = claimOne("w1");
    commit("w1", failure(lease, true, Duration.ZERO));
    assertThat(claim("w1", 10)).isEmpty();
    advance(Duration.ofMinutes(1));
    store().recover(10);
    Lease again = claimOne("w1");
    assertThat(again.token().attempt()).isEqualTo(2);
  }

  @Test
  default void aRetryWhosePermitIsFreeWaitsForItsPauseOnly() {
    submit(rated("retried", 1, Duration.ofMinutes(1)));
    Lease lease = claimOne("w1");
    advance(Duration.ofMinutes(2));
    commit("w1", failure(lease, true, Duration.ZERO));
    assertThat(claimOne("w1").token().attempt()).isEqualTo(2);
  }
}
