package dev.sluice.tests.conformance.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueDepth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link JobQueue} promises, whatever it runs on. Time passes for real here: a test that needs a visibility timeout to
 * end makes a queue with a short one and waits for the message itself.
 */
abstract class JobQueueConformance {
  /** A queue and the one that its exhausted messages move to. */
  record Queues(JobQueue work, JobQueue deadLetter) {}

  private static final Duration NO_WAIT = Duration.ZERO;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LONG_VISIBILITY = Duration.ofMinutes(5);
  private static final Duration SHORT_VISIBILITY = Duration.ofSeconds(1);
  private static final int PLENTY = 100;

  /** Makes an empty queue and its empty dead-letter queue. */
  abstract Queues open(Duration visibilityTimeout, int maxReceives);

  @Test
  void aMessageArrivesAsItWasSent() throws InterruptedException {
    JobQueue queue = queue();
    String body = "{\"text\":\"größer than <ASCII> & \\\"quoted\\\"\"}";
    assertThat(queue.send(List.of(new OutgoingMessage(body, "run-1/op[0]#1", "run-1/op[0]")))).isEmpty();

    List<Delivery> deliveries = queue.receive(10, PATIENCE);

    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.get(0).body()).isEqualTo(body);
    assertThat(deliveries.get(0).receiveCount()).isEqualTo(1);
  }

  @Test
  void anEmptyQueueDeliversNothing() throws InterruptedException {
    assertThat(queue().receive(10, NO_WAIT)).isEmpty();
  }

  @Test
  void aWaitingReceiveGetsWhatIsSentMeanwhile() throws Exception {
    JobQueue queue = queue();
    CompletableFuture<List<Delivery>> received = inBackground(() -> queue.receive(10, PATIENCE));

    queue.send(List.of(message("late", "a")));

    assertThat(received.get()).extracting(Delivery::body).containsExactly("late");
  }

  @Test
  void aMessageSentTwiceWithinFiveMinutesIsDeliveredOnce() throws InterruptedException {
    JobQueue queue = queue();
    queue.send(List.of(new OutgoingMessage("first", "same", "a"), new OutgoingMessage("same batch", "same", "b")));
    queue.send(List.of(new OutgoingMessage("later call", "same", "c"), message("other", "d")));

    assertThat(receiveAll(queue, 2)).extracting(Delivery::body).containsExactlyInAnyOrder("first", "other");
    assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 2, 0));
  }

  @Test
  void deduplicationHoldsAfterTheMessageWasDeleted() throws InterruptedException {
    JobQueue queue = queue();
    queue.send(List.of(new OutgoingMessage("first", "same", "a")));
    queue.delete(queue.receive(10, PATIENCE));

    queue.send(List.of(new OutgoingMessage("again", "same", "a"), message("other", "a")));

    assertThat(queue.receive(10, PATIENCE)).extracting(Delivery::body).containsExactly("other");
  }

  @Test
  void aGroupArrivesInTheOrderSent() throws InterruptedException {
    JobQueue queue = queue();
    List<String> bodies = IntStream.range(0, 25).mapToObj(number -> "m" + number).toList();
    assertThat(queue.send(bodies.stream().map(body -> message(body, "one-group")).toList())).isEmpty();

    List<String> received = new ArrayList<>();
    while (received.size() < bodies.size()) {
      List<Delivery> batch = queue.receive(10, PATIENCE);
      assertThat(batch).isNotEmpty();
      batch.forEach(delivery -> received.add(delivery.body()));
      queue.delete(batch);
    }

    assertThat(received).isEqualTo(bodies);
  }

  @Test
  void aGroupWithAMessageInFlightDeliversNothingMore() throws InterruptedException {
    JobQueue queue = queue();
    queue.send(List.of(message("a1", "a"), message("a2", "a"), message("b1", "b")));
    List<Delivery> first = queue.receive(1, PATIENCE);
    assertThat(first).extracting(Delivery::body).containsExactly("a1");

    assertThat(queue.receive(10, PATIENCE)).extracting(Delivery::body).containsExactly("b1");

    queue.delete(first);
    assertThat(queue.receive(10, PATIENCE)).extracting(Delivery::body).containsExactly("a2");
  }

  @Test
  void aBatchOfAnySizeIsSentAndDeletedWhole() throws InterruptedException {
    JobQueue queue = queue();
    List<String> bodies = IntStream.range(0, 37).mapToObj(number -> "m" + number).toList();
    assertThat(queue.send(bodies.stream().map(body -> message(body, body)).toList())).isEmpty();

    List<Delivery> received = receiveAll(queue, bodies.size());
    assertThat(received).extracting(Delivery::body).containsExactlyInAnyOrderElementsOf(bodies);

    queue.delete(received);
    assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 0, 0));
  }

  @Test
  void bodiesTooLargeForOneCallTogetherAllArrive() throws InterruptedException {
    JobQueue queue = queue();
    String body = "x".repeat(100 * 1024);
    List<OutgoingMessage> messages = IntStream.range(0, 6).mapToObj(number -> new OutgoingMessage(body, "d" + number, "g" + number)).toList();

    assertThat(queue.send(messages)).isEmpty();

    assertThat(receiveAll(queue, 6)).extracting(Delivery::body).containsOnly(body);
  }

  @Test
  void whatSqsDoesNotTakeIsRefusedAloneAndTheRestIsSent() throws InterruptedException {
    JobQueue queue = queue();
    OutgoingMessage blankInGroup = new OutgoingMessage("m", "d1", "a group");
    OutgoingMessage longId = new OutgoingMessage("m", "d".repeat(129), "g2");
    OutgoingMessage largeBody = new OutgoingMessage("x".repeat(1024 * 1024 + 1), "d3", "g3");

    assertThat(queue.send(List.of(blankInGroup, longId, largeBody, message("good", "g4"))))
        .containsExactlyInAnyOrder(blankInGroup, longId, largeBody);

    assertThat(receiveAll(queue, 1)).extracting(Delivery::body).containsExactly("good");
    assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 1, 0));
  }

  @Test
  void anUndeletedMessageComesBackAfterItsVisibilityTimeout() throws InterruptedException {
    JobQueue queue = open(SHORT_VISIBILITY, PLENTY).work();
    queue.send(List.of(message("m", "a")));
    Delivery first = queue.receive(1, PATIENCE).get(0);

    Delivery second = queue.receive(1, PATIENCE).get(0);

    assertThat(second.messageId()).isEqualTo(first.messageId());
    assertThat(second.receiveCount()).isEqualTo(2);
  }

  @Test
  void theReceiptOfAnEarlierReceiveIsPassedOver() throws InterruptedException {
    JobQueue queue = open(SHORT_VISIBILITY, PLENTY).work();
    queue.send(List.of(message("m", "a")));
    List<Delivery> stale = queue.receive(1, PATIENCE);
    List<Delivery> current = queue.receive(1, PATIENCE);
    queue.extendVisibility(current, LONG_VISIBILITY);

    queue.extendVisibility(stale, NO_WAIT);
    queue.delete(stale);

    assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 1, 0));
    queue.delete(current);
    assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 0, 0));
  }

  @Test
  void whatIsGoneIsPassedOverAndTheRestIsDeleted() throws InterruptedException {
    JobQueue queue = queue();
    queue.send(List.of(message("a1", "a"), message("b1", "b")));
    List<Delivery> both = receiveAll(queue, 2);
    queue.delete(both.subList(0, 1));

    queue.extendVisibility(both, LONG_VISIBILITY);
    queue.delete(both);

    assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 0, 0));
  }

  @Test
  void anExtendedMessageStaysHiddenWhileOthersComeBack() throws InterruptedException {
    JobQueue queue = open(SHORT_VISIBILITY, PLENTY).work();
    queue.send(List.of(message("kept", "a"), message("lapsing", "b")));
    List<Delivery> both = receiveAll(queue, 2);
    queue.extendVisibility(both.stream().filter(delivery -> delivery.body().equals("kept")).toList(), LONG_VISIBILITY);

    assertThat(queue.receive(10, PATIENCE)).extracting(Delivery::body).containsExactly("lapsing");
    assertThat(queue.depth()).isEqualTo(new QueueDepth(0, 2, 0));
  }

  @Test
  void aMessageReleasedComesBackAtOnceAndInItsPlace() throws InterruptedException {
    JobQueue queue = queue();
    queue.send(List.of(message("a1", "a"), message("a2", "a")));
    List<Delivery> first = queue.receive(1, PATIENCE);

    queue.extendVisibility(first, Duration.ZERO);

    assertThat(queue.receive(1, PATIENCE)).extracting(Delivery::body, Delivery::receiveCount)
        .containsExactly(tuple("a1", 2));
  }

  @Test
  void aMessageReceivedTooOftenMovesToTheDeadLetterQueueAndFreesItsGroup() throws InterruptedException {
    Queues queues = open(LONG_VISIBILITY, 2);
    queues.work().send(List.of(message("poison", "a"), message("healthy", "a")));
    for (int receive = 1; receive <= 2; receive++) {
      List<Delivery> deliveries = queues.work().receive(1, PATIENCE);
      assertThat(deliveries).extracting(Delivery::body).containsExactly("poison");
      queues.work().extendVisibility(deliveries, Duration.ZERO);
    }

    assertThat(queues.work().receive(1, PATIENCE)).extracting(Delivery::body).containsExactly("healthy");
    assertThat(queues.deadLetter().receive(1, PATIENCE)).extracting(Delivery::body).containsExactly("poison");
  }

  @Test
  void depthTellsWhatWaitsAndWhatIsInFlight() throws InterruptedException {
    JobQueue queue = queue();
    queue.send(List.of(message("a1", "a"), message("b1", "b"), message("c1", "c")));
    assertThat(queue.depth()).isEqualTo(new QueueDepth(3, 0, 0));

    queue.receive(1, PATIENCE);

    assertThat(queue.depth()).isEqualTo(new QueueDepth(2, 1, 0));
  }

  @Test
  void competingConsumersReceiveEachMessageOnce() throws Exception {
    JobQueue queue = queue();
    List<String> bodies = IntStream.range(0, 200).mapToObj(number -> "m" + number).toList();
    CountDownLatch unconsumed = new CountDownLatch(bodies.size());
    List<CompletableFuture<List<String>>> consumers = IntStream.range(0, 4)
        .mapToObj(number -> inBackground(() -> consumeUntilTheEnd(queue, unconsumed)))
        .toList();
    queue.send(bodies.stream().map(body -> message(body, body)).toList());
    assertThat(unconsumed.await(1, TimeUnit.MINUTES)).isTrue();
    for (int consumer = 0; consumer < consumers.size(); consumer++) {
      queue.send(List.of(message("end", "end" + consumer)));
    }

    List<String> received = new ArrayList<>();
    for (CompletableFuture<List<String>> consumer : consumers) {
      received.addAll(consumer.get());
    }
    assertThat(received).containsExactlyInAnyOrderElementsOf(bodies);
  }

  @Test
  void anInterruptEndsTheWaitWhichThenKeepsNoMessage() throws Exception {
    JobQueue queue = queue();
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread waiter = new Thread(() -> {
      try {
        end.complete("received " + queue.receive(1, PATIENCE));
      } catch (InterruptedException e) {
        end.complete("interrupted");
      } catch (RuntimeException e) {
        end.completeExceptionally(e);
      }
    });
    waiter.start();
    while (waiter.getState() == Thread.State.NEW || waiter.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    waiter.interrupt();
    assertThat(end.get()).isEqualTo("interrupted");

    queue.send(List.of(message("m", "a")));

    assertThat(receiveAll(queue, 1)).extracting(Delivery::body).containsExactly("m");
  }

  @Test
  void aReceiveOfNoneOrOfMoreThanTenIsRefused() {
    JobQueue queue = queue();
    assertThatThrownBy(() -> queue.receive(0, NO_WAIT)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("got 0");
    assertThatThrownBy(() -> queue.receive(11, NO_WAIT)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("got 11");
  }

  private JobQueue queue() {
    return open(LONG_VISIBILITY, PLENTY).work();
  }

  private static OutgoingMessage message(String body, String group) {
    return new OutgoingMessage(body, group + "/" + body, group);
  }

  private static List<Delivery> receiveAll(JobQueue queue, int count) throws InterruptedException {
    List<Delivery> received = new ArrayList<>();
    while (received.size() < count) {
      List<Delivery> batch = queue.receive(10, PATIENCE);
      assertThat(batch).as("messages still missing: %d", count - received.size()).isNotEmpty();
      received.addAll(batch);
    }
    return received;
  }

  private static List<String> consumeUntilTheEnd(JobQueue queue, CountDownLatch unconsumed) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    while (true) {
      List<Delivery> batch = queue.receive(1, PATIENCE);
      assertThat(batch).isNotEmpty();
      queue.delete(batch);
      if (batch.get(0).body().equals("end")) {
        return bodies;
      }
      bodies.add(batch.get(0).body());
      unconsumed.countDown();
    }
  }

  private interface Waiting<T> {
    T get() throws InterruptedException;
  }

  private static <T> CompletableFuture<T> inBackground(Waiting<T> work) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return work.get();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }, task -> new Thread(task).start());
  }
}
