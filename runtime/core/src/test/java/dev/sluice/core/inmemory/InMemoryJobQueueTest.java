package dev.sluice.core.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueDepth;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What only a clock that is ours can show; the rest is in the queue's conformance suite. */
final class InMemoryJobQueueTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final QueueMap queues = InMemoryQueues.open(Set.of("default"), clock, VISIBILITY, 2);
  private final JobQueue queue = queues.work("default");

  @Test
  void deduplicationEndsFiveMinutesAfterTheFirstSend() throws InterruptedException {
    OutgoingMessage message = new OutgoingMessage("m", "same", "a");
    queue.send(List.of(message));
    queue.delete(queue.receive(1, Duration.ZERO));

    clock.advance(Duration.ofMinutes(5).minusNanos(1));
    queue.send(List.of(message));
    assertThat(queue.receive(1, Duration.ZERO)).isEmpty();

    clock.advance(Duration.ofNanos(1));
    queue.send(List.of(message));
    assertThat(queue.receive(1, Duration.ZERO)).hasSize(1);
  }

  @Test
  void aMessageComesBackTheMomentItsTimeoutEnds() throws InterruptedException {
    queue.send(List.of(new OutgoingMessage("m", "d", "a")));
    queue.receive(1, Duration.ZERO);

    clock.advance(VISIBILITY.minusNanos(1));
    assertThat(queue.receive(1, Duration.ZERO)).isEmpty();

    clock.advance(Duration.ofNanos(1));
    assertThat(queue.receive(1, Duration.ZERO)).extracting(Delivery::receiveCount).containsExactly(2);
  }

  @Test
  void aReceiptIsVoidOnceTheTimeoutHasEnded() throws InterruptedException {
    queue.send(List.of(new OutgoingMessage("m", "d", "a")));
    List<Delivery> late = queue.receive(1, Duration.ZERO);
    clock.advance(VISIBILITY);

    queue.delete(late);

    assertThat(queue.depth()).isEqualTo(new QueueDepth(1, 0, 0));
  }

  @Test
  void anAbandonedMessageEndsInTheDeadLetterQueue() throws InterruptedException {
    queue.send(List.of(new OutgoingMessage("poison", "d", "a")));
    for (int receive = 1; receive <= 2; receive++) {
      assertThat(queue.receive(1, Duration.ZERO)).hasSize(1);
      clock.advance(VISIBILITY);
    }

    assertThat(queue.receive(1, Duration.ZERO)).isEmpty();
    assertThat(queues.deadLetter("default").receive(1, Duration.ZERO)).extracting(Delivery::body).containsExactly("poison");
  }

  @Test
  void aWaitEndsWhenTheClockIsMovedPastIt() throws Exception {
    CompletableFuture<List<Delivery>> received = new CompletableFuture<>();
    Thread waiter = new Thread(() -> {
      try {
        received.complete(queue.receive(1, Duration.ofSeconds(20)));
      } catch (InterruptedException e) {
        received.completeExceptionally(e);
      }
    });
    waiter.start();
    awaitWaiting(waiter);
    clock.advance(Duration.ofSeconds(19));
    awaitWaiting(waiter);
    assertThat(received).isNotDone();

    clock.advance(Duration.ofSeconds(1));

    assertThat(received.get()).isEmpty();
  }

  @Test
  void aWaitEndsWhenTheClockBringsAMessageBack() throws Exception {
    queue.send(List.of(new OutgoingMessage("m", "d", "a")));
    queue.receive(1, Duration.ZERO);
    CompletableFuture<List<Delivery>> received = CompletableFuture.supplyAsync(() -> {
      try {
        return queue.receive(1, Duration.ofMinutes(1));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }, task -> new Thread(task).start());

    clock.advance(VISIBILITY);

    assertThat(received.get()).extracting(Delivery::body).containsExactly("m");
  }

  @Test
  void nonsenseIsRefusedWithItsValue() {
    assertThatThrownBy(() -> new InMemoryJobQueue(clock, VISIBILITY, 0, null)).hasMessage("maxReceives must be >= 1, got 0");
    assertThatThrownBy(() -> new InMemoryJobQueue(clock, Duration.ofHours(13))).hasMessageContaining("got PT13H");
    assertThatThrownBy(() -> queue.extendVisibility(List.of(), Duration.ofSeconds(-1))).hasMessageContaining("got PT-1S");
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
