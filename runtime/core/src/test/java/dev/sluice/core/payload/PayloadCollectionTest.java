package dev.sluice.core.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.inmemory.InMemoryPayloadReferences;
import dev.sluice.core.inmemory.InMemoryPayloadStore;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadCollectionTest {
  private static final Duration GRACE = Duration.ofDays(1);
  private static final Duration LEASE = Duration.ofDays(30);

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T12:00:00Z"));
  private final Random random = new Random(20261121);
  private final InMemoryRunStore runs = new InMemoryRunStore(clock);
  private final InMemoryPayloadStore store = new InMemoryPayloadStore(clock);
  private final PayloadCollection collection =
      new PayloadCollection(store, new InMemoryPayloadReferences(runs), GRACE, clock);

  private PayloadAddress put(String content) {
    return store.put(content.getBytes(StandardCharsets.UTF_8));
  }

  private void submit(String input) {
    OpPlan op = new OpPlan("only", "default", 0, 3, List.of(), null, Limits.NONE);
    runs.submit(List.of(new RunRequest(RunId.next(clock, random), "job", "v1", input, "only", Map.of(), null, List.of(op))),
        PublishWindow.CLOSED);
  }

  private Lease claim() {
    return runs.claim(new Claim("worker", "default", 1, LEASE), List.of()).leases().get(0);
  }

  private void succeed(Lease lease, String output) {
    Attempt success = new Attempt(lease.token(), new ExecutionResult.Success(output), Optional.empty(), false);
    runs.commit("worker", List.of(success), List.of(), PublishWindow.CLOSED);
  }

  private List<PayloadAddress> left() {
    return store.putBefore(LocalDate.MAX, null, 10_000);
  }

  @Test
  void whatACrashLeftBetweenPutAndCommitIsCollectedWhenItsDayIsPastTheGrace() {
    put("orphan");
    clock.advance(Duration.ofHours(35)); // the day has 12 hours left, and the grace 24
    collection.step();
    assertThat(left()).hasSize(1);
    clock.advance(Duration.ofHours(1));
    collection.step();
    assertThat(left()).isEmpty();
    assertThat(collection.deleted()).isEqualTo(1);
  }

  @Test
  void inputsOutputsAndCheckpointsKeepTheirsAsLongAsTheirRunIsKept() {
    submit(put("input").reference());
    Lease lease = claim();
    assertThat(runs.saveCheckpoint("worker", lease.token(), put("checkpoint, replaced").reference(), LEASE)).isTrue();
    assertThat(runs.saveCheckpoint("worker", lease.token(), put("checkpoint").reference(), LEASE)).isTrue();
    succeed(lease, put("output").reference());
    clock.advance(Duration.ofDays(10));
    collection.step();
    assertThat(left()).hasSize(3);
    assertThat(runs.forget(Duration.ofDays(5), 10)).isEqualTo(1);
    collection.step();
    assertThat(left()).isEmpty();
  }

  @Test
  void whatTwoRunsShareStaysUntilBothAreForgotten() {
    PayloadAddress shared = put("shared");
    submit(shared.reference());
    succeed(claim(), "1");
    clock.advance(Duration.ofHours(1));
    assertThat(put("shared")).isEqualTo(shared);
    clock.advance(Duration.ofDays(6));
    submit(shared.reference());
    assertThat(runs.forget(Duration.ofDays(5), 10)).isEqualTo(1);
    collection.step();
    assertThat(left()).containsExactly(shared);
  }

  /** The race of a collection with a run that re-uses a content cannot be lost: the new run's payload has another address. */
  @Test
  void aRunThatReusesAnOldContentDoesNotDependOnTheOldPayload() {
    PayloadAddress old = put("content");
    clock.advance(Duration.ofDays(3));
    PayloadCollection racing = new PayloadCollection(store, addresses -> {
      assertThat(addresses).containsExactly(old);
      // Between the question and the deletion a run comes with the same content.
      submit(put("content").reference());
      return java.util.Set.of();
    }, GRACE, clock);
    racing.step();
    assertThat(left()).hasSize(1).doesNotContain(old);
    assertThat(store.get(PayloadAddress.ofReference(runs.find(claim().key().runId()).orElseThrow().input()))).isPresent();
  }

  @Test
  void manyAreLookedAtInPagesAndNoneIsPassedOver() {
    for (int i = 0; i < 2 * PayloadCollection.PAGE + 1; i++) {
      put("orphan " + i);
    }
    submit(left().get(PayloadCollection.PAGE - 1).reference());
    clock.advance(Duration.ofDays(3));
    assertThat(collection.step()).isTrue();
    assertThat(collection.step()).isTrue();
    assertThat(collection.step()).isFalse();
    assertThat(left()).hasSize(1);
    put("another");
    clock.advance(Duration.ofDays(3));
    assertThat(collection.step()).isFalse();
    assertThat(left()).hasSize(1);
  }

  @Test
  void addressesReadBackAndNothingElseDoes() {
    PayloadAddress address = put("content");
    assertThat(PayloadAddress.parse(address.toString())).hasValue(address);
    assertThat(PayloadAddress.ofReference(address.reference())).isEqualTo(address);
    assertThat(address.reference()).hasSizeLessThanOrEqualTo(96);
    for (String other : List.of("", "2026-11-21/", "2026-13-21/" + address.sha256() + ".7", address + "0x", "x" + address)) {
      assertThat(PayloadAddress.parse(other)).as(other).isEmpty();
    }
    assertThatThrownBy(() -> new PayloadAddress(address.day(), "AB", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PayloadAddress(address.day(), address.sha256(), -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
