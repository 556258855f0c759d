package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.api.DeadLetterDetail;
import dev.sluice.core.api.DeadLetterOrder;
import dev.sluice.core.api.DeadLetterView;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.ApiException;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.DeadLetterFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters through the API's client, over real HTTP. */
@Timeout(60)
class DeadLetterApiTest {
  private static final DeadLetterFilter ALL = DeadLetterFilter.all(100);

  private final TestStack stack = new TestStack();
  private final CoordinatorClient client = stack.client;

  @AfterEach
  void close() {
    stack.close();
  }

  private RunId failed() {
    RunId run = client.submit(SubmitRequest.of("double", new Double.Input(4))).runId();
    TestStack.claim(stack.store).forEach(lease -> TestStack.fail(stack.store, lease, Optional.empty()));
    return run;
  }

  private static DeadLetterOrder order(boolean all, String cause, Integer rate, boolean dryRun) {
    return new DeadLetterOrder(List.of(), null, null, cause, null, all, DeadLetterFilter.MAX_LIMIT, rate, dryRun);
  }

  @Test
  void aDeadLetterIsShownWithItsAttemptsAndWhatItWasGiven() {
    RunId run = client.submit(SubmitRequest.of("double", new Double.Input(4))).runId();
    TestStack.succeed(stack.store, TestStack.claim(stack.store).get(0), "8");
    TestStack.fail(stack.store, TestStack.claim(stack.store).get(0), Optional.of(Duration.ZERO));
    TestStack.fail(stack.store, TestStack.claim(stack.store).get(0), Optional.empty());
    IdempotencyKey key = new IdempotencyKey(run, "say");

    assertThat(client.deadLetters(ALL)).containsExactly(
        new DeadLetterView(run, "say", 2, "double", "default", "Disk", "full", stack.clock.instant()));
    DeadLetterDetail detail = client.deadLetter(key);
    assertThat(detail.letter().key()).isEqualTo(key);
    assertThat(detail.attempts()).extracting("attempt").containsExactly(1, 2);
    assertThat(detail.attempts()).extracting("worker").containsOnly("worker-1");
    assertThat(detail.input()).hasToString("{\"number\":4}");
    assertThat(detail.upstream()).hasSize(1).hasEntrySatisfying("twice", output -> assertThat(output).hasToString("8"));
    assertThatThrownBy(() -> client.deadLetter(new IdempotencyKey(run, "twice"))).isInstanceOfSatisfying(ApiException.class,
        e -> assertThat(e.code()).isEqualTo("unknown-dead-letter"));
  }

  @Test
  void theListHasPagesAndFilters() {
    IntStream.range(0, 3).forEach(any -> failed());
    List<DeadLetterView> all = client.deadLetters(ALL);
    DeadLetterFilter second = new DeadLetterFilter(Set.of(), Optional.of("double"), Optional.of("default"), Optional.of("Disk"),
        Duration.ZERO, Optional.of(all.get(0).key()), 1);
    assertThat(client.deadLetters(second)).containsExactly(all.get(1));
    assertThat(client.deadLetters(new DeadLetterFilter(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(),
        Duration.ofHours(1), Optional.empty(), 10))).isEmpty();
  }

  @Test
  void aPreviewChangesNothingAndARedriveDoneTwiceDoesNothingTwice() {
    RunId run = failed();
    String key = run + "/twice";
    assertThat(client.redrive(order(true, null, null, true)).keys()).containsExactly(key);
    assertThat(client.run(run).run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(client.redrive(order(false, "Disk", null, false)).keys()).containsExactly(key);
    assertThat(client.redrive(DeadLetterOrder.of(List.of(key))).keys()).isEmpty();
    assertThat(client.run(run).run().status()).isEqualTo(RunStatus.RUNNING);
    assertThat(client.deadLetters(ALL)).isEmpty();
    stack.workUntilNothingIsReady();
    assertThat(client.run(run).run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void aRateSpreadsTheStarts() {
    IntStream.range(0, 3).forEach(any -> failed());
    assertThat(client.redrive(order(true, null, 2, false)).keys()).hasSize(3);
    assertThat(TestStack.claim(stack.store)).hasSize(1);
    stack.clock.advance(Duration.ofMillis(500));
    stack.store.recover(10);
    assertThat(TestStack.claim(stack.store)).hasSize(1);
  }

  @Test
  void whatIsDroppedStaysFailed() {
    RunId run = failed();
    assertThat(client.drop(order(true, null, null, true)).dryRun()).isTrue();
    assertThat(client.drop(order(true, null, null, false)).keys()).containsExactly(run + "/twice");
    assertThat(client.deadLetters(ALL)).isEmpty();
    assertThat(client.redrive(order(true, null, null, false)).keys()).isEmpty();
    assertThat(client.run(run).ops().get(0).state()).isEqualTo(OpState.FAILED);
  }

  @Test
  void anOrderThatSaysNothingOrTooMuchIsRefused() {
    assertRefused(order(false, null, null, false), "say which ones");
    assertRefused(order(true, "Disk", null, false), "together with a filter");
    assertRefused(order(true, null, 0, false), "rate: expected a whole number of 1 to 10000");
    assertRefused(DeadLetterOrder.of(List.of("seven")), "keys: ");
    assertRefused(new DeadLetterOrder(List.of(), null, null, null, "soon", false, 1, null, false), "olderThan: ");
    assertThatThrownBy(() -> client.drop(order(true, null, 5, false))).isInstanceOf(ApiException.class).hasMessageContaining("rate");
  }

  private void assertRefused(DeadLetterOrder order, String detail) {
    assertThatThrownBy(() -> client.redrive(order)).isInstanceOfSatisfying(ApiException.class, e -> {
      assertThat(e.code()).isEqualTo("unusable-field");
      assertThat(e.problem().detail()).contains(detail);
    });
  }
}
