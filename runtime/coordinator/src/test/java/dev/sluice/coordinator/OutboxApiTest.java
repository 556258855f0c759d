package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.core.api.OutboxMessageView;
import dev.sluice.core.api.OutboxOrder;
import dev.sluice.core.api.OutboxView;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.outbox.OutboxFilter;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages of outboxes through the API's client, over real HTTP. The coordinator has no sink that takes any. */
@Timeout(60)
class OutboxApiTest {
  private static final OutboxFilter ALL = new OutboxFilter(Set.of(), Optional.empty(), false, 100);

  private final TestStack stack = new TestStack();
  private final CoordinatorClient client = stack.client;

  @AfterEach
  void close() {
    stack.close();
  }

  /** Submits a run whose first op leaves two messages, of which the first is refused. */
  private RunId written() throws Exception {
    RunId run = client.submit(SubmitRequest.of("double", new Double.Input(4))).runId();
    TestStack.succeedWithMessages(stack.store, TestStack.claim(stack.store).get(0), "{\"to\":\"ada\"}", "2");
    stack.store.outbox().relay(Set.of("mail"), 1, Duration.ofHours(1), message -> Optional.of("mailbox full"));
    return run;
  }

  @Test
  void whatWaitsIsListedWithItsPayloadAndWhy() throws Exception {
    RunId run = written();
    assertThat(client.outbox()).extracting(OutboxView::topic, OutboxView::messages)
        .containsExactly(tuple("mail", 2));
    List<OutboxMessageView> all = client.outboxMessages(ALL);
    assertThat(all).extracting(OutboxMessageView::message).containsExactly(run + "/twice#1", run + "/twice#2");
    OutboxMessageView refused = all.get(0);
    assertThat(refused.payload()).hasToString("{\"to\":\"ada\"}");
    assertThat(refused.key()).isEqualTo("ada");
    assertThat(refused.failures()).isEqualTo(1);
    assertThat(refused.lastError()).isEqualTo("mailbox full");
    assertThat(refused.writtenAt()).isEqualTo(stack.clock.instant());
    assertThat(client.outboxMessages(new OutboxFilter(Set.of(), Optional.of("mail"), true, 100))).containsExactly(refused);
    assertThat(client.outboxMessages(new OutboxFilter(Set.of(), Optional.of("fax"), false, 100))).isEmpty();
  }

  @Test
  void aPreviewGivesNothingUpAndADropDoneTwiceDoesNothingTwice() throws Exception {
    RunId run = written();
    String message = run + "/twice#1";
    assertThat(client.dropMessages(new OutboxOrder(List.of(), "mail", true, 10, true)).messages()).containsExactly(message);
    assertThat(client.outboxMessages(ALL)).hasSize(2);
    assertThat(client.dropMessages(OutboxOrder.of(List.of(message))).messages()).containsExactly(message);
    assertThat(client.dropMessages(OutboxOrder.of(List.of(message))).messages()).isEmpty();
    assertThat(client.outboxMessages(ALL)).extracting(OutboxMessageView::message).containsExactly(run + "/twice#2");
    assertThat(client.events(run)).extracting(RunEvent::type).contains(EventType.OUTBOX_DROPPED);
  }

  @Test
  void anOrderThatSaysNothingOrNonsenseIsRefused() throws Exception {
    written();
    assertThatThrownBy(() -> client.dropMessages(OutboxOrder.of(List.of())))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo("unusable-field"))
        .hasMessageContaining("name messages, or a topic");
    for (String nonsense : List.of("mail", "019a0000-0000-7000-8000-000000000000/op", "019a0000-0000-7000-8000-000000000000/op#x")) {
      assertThatThrownBy(() -> client.dropMessages(OutboxOrder.of(List.of(nonsense)))).hasMessageContaining(nonsense);
    }
    assertThatThrownBy(() -> client.dropMessages(new OutboxOrder(List.of(), "mail", false, 0, false))).hasMessageContaining("limit");
    assertThat(client.outboxMessages(ALL)).hasSize(2);
  }
}
