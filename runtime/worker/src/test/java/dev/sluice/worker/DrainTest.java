package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.worker.TestJobs.Single;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrainTest {
  private static final String INPUT = "{\"text\":\"in\"}";

  @Test
  void aDrainingWorkerFinishesWhatRunsAndTakesNothingNew() {
    CountDownLatch done = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      done.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId running = rig.submit("single", INPUT);
      rig.recorder.await("started");
      RunId waiting = rig.submit("single", INPUT);

      CompletableFuture<Boolean> drain = CompletableFuture.supplyAsync(() -> hand.worker().drain(Duration.ofMinutes(1)));
      rig.recorder.awaitUntil("draining", () -> hand.worker().state() == WorkerState.DRAINING);
      assertThat(hand.worker().isReady()).isFalse();
      done.countDown();

      assertThat(drain.join()).isTrue();
      assertThat(hand.worker().state()).isEqualTo(WorkerState.STOPPED);
      rig.recorder.await("drained w1");
      assertThat(rig.op(running, "only").state()).isEqualTo(OpState.SUCCEEDED);
      assertThat(rig.op(waiting, "only").state()).isEqualTo(OpState.PENDING);
      assertThat(rig.op(waiting, "only").attempt()).isZero();
    }
  }

  /** A commit that is under way when the drain begins has its next claim with it. */
  @Test
  void whatTheLastCommitClaimsIsInHandBeforeWhatItCommitsIsNot() {
    CountDownLatch end = new CountDownLatch(1);
    List<Integer> inHand = new CopyOnWriteArrayList<>();
    try (Rig rig = new Rig(Single.of((input, context) -> {
      end.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1, wire -> point -> {
        if (point == FaultPoint.RESULTS_COMMITTED || point == FaultPoint.OPS_CLAIMED) {
          inHand.add(rig.handsOf("w1"));
        }
      });
      rig.submit("single", INPUT);
      rig.recorder.await("started");
      RunId next = rig.accept("single", INPUT);
      CountDownLatch committing = new CountDownLatch(1);
      hand.wire().tap((call, arguments) -> {
        if (call.equals("store commit")) {
          committing.countDown();
          rig.recorder.awaitUntil("draining", () -> hand.worker().state() == WorkerState.DRAINING);
        }
      });
      end.countDown();
      rig.recorder.awaitUntil("a commit", () -> committing.getCount() == 0);

      assertThat(hand.worker().drain(Duration.ofMinutes(1))).isTrue();

      assertThat(inHand).as("a drain ends when nothing is in hand").doesNotContain(0);
      assertThat(rig.op(next, "only").state()).isEqualTo(OpState.SUCCEEDED);
    }
  }

  @Test
  void whatDoesNotFinishInTimeIsHandedOverAtOnceAndANewMessageCallsForIt() {
    try (Rig rig = new Rig(Single.of((input, context) -> {
      if (context.attempt() == 1) {
        new CountDownLatch(1).await();
      }
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("started");

      assertThat(hand.worker().drain(Duration.ZERO)).isFalse();

      rig.recorder.await("released 1");
      assertThat(rig.op(run, "only").state()).isEqualTo(OpState.PENDING);
      assertThat(rig.queue("default").depth()).isEqualTo(new dev.sluice.core.queue.QueueDepth(1, 0, 0));
      assertThat(rig.events(run)).extracting(RunEvent::type).contains(EventType.OP_RELEASED)
          .doesNotContain(EventType.DUPLICATE_SUPPRESSED);

      rig.start("w2", 1);
      rig.awaitSuccess(run);
      assertThat(rig.op(run, "only").attempt()).isEqualTo(2);
    }
  }

  @Test
  void anOpThatIgnoresItsInterruptIsFencedOff() {
    CountDownLatch deaf = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      while (context.attempt() == 1 && deaf.getCount() > 0) {
        Thread.onSpinWait();
      }
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("started");
      assertThat(hand.worker().drain(Duration.ZERO)).isFalse();
      rig.start("w2", 1);
      rig.dispatch();
      rig.awaitSuccess(run);

      deaf.countDown();

      assertThat(rig.events(run)).filteredOn(event -> event.type() == EventType.OP_SUCCEEDED)
          .singleElement().extracting(RunEvent::attempt).isEqualTo(2);
    }
  }

  @Test
  void drainingTwiceAndClosingTwiceDoesNothingMore() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);

      assertThat(hand.worker().drain(Duration.ofMinutes(1))).isTrue();
      assertThat(hand.worker().drain(Duration.ofMinutes(1))).isTrue();
      hand.worker().close();

      assertThat(rig.recorder.count("drained")).isEqualTo(1);
    }
  }

  @Test
  void anIdleWorkerDrainsWithoutWaitingForItsLongPoll() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      rig.recorder.awaitUntil("polling", hand.worker()::isReady);

      // The clock stands still, so the long poll of 20 s never ends by itself.
      assertThat(hand.worker().drain(Duration.ofMinutes(1))).isTrue();
    }
  }

  @Test
  void anOpThatWritesCheckpointsGoesOnElsewhereFromItsLastOne() {
    CountDownLatch draining = new CountDownLatch(1);
    List<String> steps = new CopyOnWriteArrayList<>();
    try (Rig rig = new Rig(Single.of((input, context) -> {
      for (int step = context.lastCheckpoint(Integer.class).orElse(0) + 1; step <= 5; step++) {
        steps.add(context.attempt() + ":" + step);
        if (step == 3) {
          draining.await();
        }
        context.checkpoint(step);
      }
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.awaitUntil("third step", () -> steps.size() == 3);
      CompletableFuture<Boolean> drain = CompletableFuture.supplyAsync(() -> hand.worker().drain(Duration.ofMinutes(1)));
      rig.recorder.awaitUntil("draining", () -> hand.worker().isAskedToHandOver());
      draining.countDown();

      assertThat(drain.join()).isTrue();
      rig.recorder.await("released 1");
      assertThat(rig.op(run, "only").state()).isEqualTo(OpState.PENDING);

      rig.start("w2", 1);
      rig.awaitSuccess(run);
      assertThat(steps).containsExactly("1:1", "1:2", "1:3", "2:4", "2:5");
      rig.awaitQueuesEmpty();
    }
  }

  @Test
  void anOpThatIsInterruptedBetweenCheckpointsRepeatsNoMoreThanOneStep() {
    List<String> steps = new CopyOnWriteArrayList<>();
    try (Rig rig = new Rig(Single.of((input, context) -> {
      for (int step = context.lastCheckpoint(Integer.class).orElse(0) + 1; step <= 3; step++) {
        steps.add(context.attempt() + ":" + step);
        if (context.attempt() == 1 && step == 2) {
          new CountDownLatch(1).await();
        }
        context.checkpoint(step);
      }
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.awaitUntil("second step", () -> steps.size() == 2);

      assertThat(hand.worker().drain(Duration.ZERO)).isFalse();

      rig.start("w2", 1);
      rig.awaitSuccess(run);
      assertThat(steps).containsExactly("1:1", "1:2", "2:2", "2:3");
    }
  }
}
