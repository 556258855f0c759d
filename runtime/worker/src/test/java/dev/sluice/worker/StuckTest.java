package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.fault.Faults;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.time.Pause;
import dev.sluice.worker.TestJobs.Single;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What counts as stuck, which ends the worker, and what only waits for something that is away (decision 31). */
@Timeout(60)
class StuckTest {
  private static final String INPUT = "{\"text\":\"in\"}";
  private static final Duration LONGER_THAN_PATIENCE = Rig.HEARTBEAT.multipliedBy(3).plusMillis(1);

  @Test
  void aHeartbeatIsNotStuckHoweverLongTheStoreIsAway() {
    CountDownLatch end = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      end.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      rig.submit("single", INPUT);
      rig.recorder.await("started");
      hand.wire().cutStore(true);
      hand.ticks().heartbeat();
      failsForLong(rig, hand, "troubled heartbeat", "heartbeat");
      end.countDown();
    }
  }

  @Test
  void aReceiverIsNotStuckHoweverLongTheStoreIsAway() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      hand.wire().cutStore(true);
      RunId run = rig.submit("single", INPUT);
      failsForLong(rig, hand, "troubled claim", "receive from default");
      rig.awaitSuccess(run);
    }
  }

  /** A commit takes the idle slots for its claim, and waits with them for the store: the receiver's claim waits for what it leaves over. */
  @Test
  void aReceiverThatWaitsForTheSlotsOfACommitIsNotStuck() {
    CountDownLatch end = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      end.await();
      return input;
    }))) {
      Rig.Hand hand = startHalfBusy(rig);
      loseTheStoreInACommit(rig, hand, end);
      for (int tries = 2; tries <= 6; tries++) {
        rig.clock.advance(LONGER_THAN_PATIENCE);
        awaitNotStuck(rig, hand, "receive from default");
        hand.ticks().reconnect(1);
        rig.recorder.await("troubled commit", tries);
      }
      hand.wire().cutStore(false);
      hand.ticks().reconnect(1);
      rig.awaitSuccess(rig.submit("single", INPUT));
    }
  }

  @Test
  void aReceiverThatWaitsForTheSlotsOfACommitEndsWhenItIsTold() {
    CountDownLatch end = new CountDownLatch(1);
    try (Rig rig = new Rig(List.of("half-busy"), new Single("single", "half-busy", (input, context) -> {
      end.await();
      return input;
    }))) {
      Rig.Hand hand = startHalfBusy(rig);
      loseTheStoreInACommit(rig, hand, end);
      CompletableFuture<Boolean> drain = CompletableFuture.supplyAsync(() -> hand.worker().drain(Duration.ofMinutes(1)));
      rig.recorder.awaitUntil("the end of the receiver",
          () -> Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().equals("receive-half-busy")));
      hand.wire().cutStore(false);
      hand.ticks().reconnect(1);
      assertThat(drain.join()).isTrue();
    }
  }

  /** Starts a worker of two slots, runs an op in one of them, and waits until it asks for more. */
  private static Rig.Hand startHalfBusy(Rig rig) {
    Rig.Hand hand = rig.start("w1", 2);
    AtomicInteger polls = new AtomicInteger();
    hand.wire().tap((call, arguments) -> {
      if (call.endsWith(" receive")) {
        polls.incrementAndGet();
      }
    });
    rig.submit("single", INPUT);
    rig.recorder.await("started");
    rig.recorder.awaitUntil("the next poll", () -> polls.get() > 0);
    return hand;
  }

  private static void loseTheStoreInACommit(Rig rig, Rig.Hand hand, CountDownLatch end) {
    hand.wire().cutStore(true);
    end.countDown();
    rig.recorder.await("troubled commit");
    rig.clock.advance(Duration.ofSeconds(20)); // the poll ends
    rig.recorder.awaitUntil("the end of the poll", () -> rig.recorder.lines().stream().filter(line -> line.endsWith(" receive")).count() >= 2);
  }

  private static void awaitNotStuck(Rig rig, Rig.Hand hand, String part) {
    rig.recorder.awaitUntil(part + " not stuck", () -> !hand.worker().stuck().contains(part));
  }

  @Test
  void aReceiverThatWaitsForTheSlotsOfAnotherOneIsNotStuck() {
    try (Rig rig = new Rig(List.of("a", "b"), new Single("single", "b", (input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 2);
      hand.wire().cutStore(true);
      rig.clock.advance(Duration.ofSeconds(20)); // both polls end, and one claims with all slots
      for (int tries = 1; tries <= 6; tries++) {
        rig.recorder.await("troubled claim", tries);
        rig.clock.advance(LONGER_THAN_PATIENCE);
        awaitNotStuck(rig, hand, "receive from a");
        awaitNotStuck(rig, hand, "receive from b");
        hand.wire().cutStore(tries < 6);
        hand.ticks().reconnect(1);
      }
      rig.awaitSuccess(rig.submit("single", INPUT));
    }
  }

  @Test
  void aReceiverIsNotStuckHoweverLongItsQueueIsAway() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      rig.awaitSuccess(rig.submit("single", INPUT));
      hand.wire().cutQueues(true);
      rig.awaitWhileTimePasses("the end of the poll", "troubled receive from default", 1);
      for (int tries = 2; tries <= 6; tries++) {
        rig.clock.advance(LONGER_THAN_PATIENCE);
        assertThat(hand.worker().stuck()).doesNotContain("receive from default");
        assertThat(hand.worker().isReady()).isFalse();
        hand.ticks().reconnect(1);
        rig.recorder.await("troubled receive from default", tries);
      }
      hand.wire().cutQueues(false);
      hand.ticks().reconnect(1);
      rig.awaitSuccess(rig.submit("single", INPUT));
    }
  }

  /** Deletions that hang keep receivers from bringing more into flight, and from nothing else. */
  @Test
  void aWorkerWhoseQueueDoesNotAnswerGoesOnWithTheBacklogAndIsNotStuck() {
    CountDownLatch answer = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 8);
      hand.wire().tap((call, arguments) -> {
        if (call.equals("queue default delete")) {
          awaitUninterrupted(answer);
        }
      });
      rig.recorder.awaitUntil("deletions that are far behind", () -> {
        rig.submit("single", INPUT);
        return rig.recorder.count("troubled receive from default") > 0;
      });
      RunId backlog = rig.accept("single", INPUT);
      rig.clock.advance(Duration.ofMinutes(1));
      assertThat(hand.worker().stuck()).doesNotContain("receive from default");

      hand.ticks().reconnect(1);

      rig.awaitSuccess(backlog);
      answer.countDown();
    } finally {
      answer.countDown();
    }
  }

  @Test
  void aReceiverWhoseQueueHasNeverAnsweredIsStuck() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.startWithoutQueues("w1", 1);
      rig.recorder.await("troubled receive from default");
      rig.clock.advance(Duration.ofMinutes(5));
      hand.ticks().reconnect(1);
      rig.recorder.await("troubled receive from default", 2);
      assertThat(hand.worker().stuck()).contains("receive from default");
    }
  }

  private static void failsForLong(Rig rig, Rig.Hand hand, String told, String part) {
    for (int tries = 1; tries <= 6; tries++) {
      rig.recorder.await(told, tries);
      rig.clock.advance(LONGER_THAN_PATIENCE);
      assertThat(hand.worker().stuck()).doesNotContain(part);
      hand.wire().cutStore(tries < 6);
      hand.ticks().reconnect(1);
    }
  }

  @Test
  void aCommitThatWaitsForItsStoreIsNotStuckEither() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      hand.wire().tap((call, arguments) -> {
        if (call.equals("store commit")) {
          throw new StoreUnavailableException("cut", new IllegalStateException("cut"));
        }
      });
      rig.submit("single", INPUT);
      rig.recorder.await("troubled commit");
      rig.clock.advance(LONGER_THAN_PATIENCE);
      assertThat(hand.worker().stuck()).doesNotContain("commit");
      hand.wire().tap((call, arguments) -> {});
      hand.ticks().reconnect(1);
      rig.recorder.await("committed");
    }
  }

  @Test
  void aWorkerOneOfWhoseLoopsHasEndedIsStuckUntilItStops() {
    CountDownLatch memory = new CountDownLatch(1);
    Pause pause = duration -> {
      memory.await();
      throw new OutOfMemoryError("as if");
    };
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Worker worker = rig.start("w1", 1, List.of("default"), 0, new Wire("w1", rig.recorder), pause, Faults.NONE);
      assertThat(worker.stuck()).isEmpty();
      memory.countDown();
      rig.recorder.awaitUntil("the end of a loop", () -> worker.stuck().equals(List.of("heartbeat (ended)")));
      assertThat(worker.isReady()).isFalse();
      worker.close();
      assertThat(worker.stuck()).isEmpty();
    }
  }

  @Test
  void aWorkerWhoseHeartbeatHangsForThreeHeartbeatsIsStuckAndRecovers() {
    CountDownLatch answer = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      rig.recorder.awaitUntil("ready", hand.worker()::isReady);
      hand.wire().tap((call, arguments) -> {
        if (call.equals("store heartbeat")) {
          awaitUninterrupted(answer);
        }
      });
      hand.ticks().heartbeat();
      assertThat(hand.worker().stuck()).isEmpty();

      rig.clock.advance(LONGER_THAN_PATIENCE);
      assertThat(hand.worker().stuck()).containsExactly("heartbeat");
      assertThat(hand.worker().isReady()).isFalse();

      answer.countDown();
      rig.recorder.awaitUntil("no longer stuck", () -> hand.worker().stuck().isEmpty());
    } finally {
      answer.countDown();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFullWorkerIsNotStuckHoweverLongItsOpsTake() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      started.countDown();
      end.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      rig.submit("single", INPUT);
      started.await();
      rig.clock.advance(Duration.ofHours(1));
      rig.recorder.awaitUntil("it does not poll", () -> hand.worker().stuck().stream().noneMatch(part -> part.startsWith("receive")));
      end.countDown();
    }
  }
}
