package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.payload.PayloadReferences;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.PayloadDigest;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.PublishWindow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store promises about references to payloads: they pass through as they are, and it knows which it holds. */
interface PayloadReferenceConformance extends StoreFixture {
  PayloadReferences references();

  private static PayloadAddress address(String content) {
    return PayloadAddress.of(LocalDate.parse("2026-11-21"), content.getBytes(StandardCharsets.UTF_8));
  }

  private RunId submitWith(String input, OpPlan... ops) {
    RunRequest request = new RunRequest(
        RunId.next(InstantSource.system(), RANDOM), "job", "v1", input, ops[ops.length - 1].opKey(), Map.of(), null, List.of(ops));
    store().submit(List.of(request), PublishWindow.CLOSED);
    return request.runId();
  }

  @Test
  default void whatRowsReferToIsKnownUntilTheRunIsForgotten() {
    PayloadAddress input = address("input");
    PayloadAddress output = address("output");
    PayloadAddress checkpoint = address("checkpoint");
    PayloadAddress replaced = address("replaced");
    List<PayloadAddress> all = List.of(input, output, checkpoint, replaced, address("orphan"));
    RunId runId = submitWith(input.reference(), op("a"));
    assertThat(references().named(all)).containsExactly(input);
    Lease lease = claimOne("w1");
    assertThat(lease.runInput()).isEqualTo(input.reference());
    assertThat(store().saveCheckpoint("w1", lease.token(), replaced.reference(), LEASE)).isTrue();
    assertThat(store().saveCheckpoint("w1", lease.token(), checkpoint.reference(), LEASE)).isTrue();
    commit("w1", success(lease, output.reference()));
    assertThat(references().named(all)).isEqualTo(Set.of(input, output, checkpoint));
    assertThat(store().find(runId).orElseThrow().output()).isEqualTo(output.reference());
    advance(Duration.ofDays(8));
    assertThat(store().forget(Duration.ofDays(7), 10)).isEqualTo(1);
    assertThat(references().named(all)).isEmpty();
    assertThat(references().named(List.of())).isEmpty();
  }

  @Test
  default void jsonThatContainsAReferenceIsNone() {
    PayloadAddress address = address("content");
    submitWith('"' + address.reference() + '"', op("a"));
    assertThat(references().named(List.of(address))).isEmpty();
  }

  /** I5: the history's digests are of the references, which are made of the contents' digests. */
  @Test
  default void theHistorysDigestsAreOfTheReference() {
    String reference = address("output").reference();
    RunId runId = submitWith("1", op("a"), op("b", "a"));
    commit("w1", success(claimOne("w1"), reference));
    Lease second = claimOne("w1");
    assertThat(second.upstreamOutputs()).isEqualTo(Map.of("a", reference));
    List<RunEvent> events = store().events(runId);
    assertThat(detail(events, EventType.OP_SUCCEEDED, "a").flatMap(EventDetails::readOutput)).hasValue(PayloadDigest.of(reference));
    assertThat(detail(events, EventType.OP_LEASED, "b").flatMap(EventDetails::readInputs))
        .hasValue(PayloadDigest.ofInputs(Map.of("a", reference)));
  }

  private static Optional<String> detail(List<RunEvent> events, EventType type, String op) {
    return events.stream().filter(event -> event.type() == type && op.equals(event.opKey())).map(RunEvent::detail).findFirst();
  }
}
