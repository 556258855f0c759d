package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.Verdict;
import dev.sluice.worker.TestJobs.Single;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeartbeatTest {
  private static final String INPUT = "{\"text\":\"in\"}";

  @Test
  void heartbeatsKeepTheLeaseAndHideTheMessageOfAnOpOfAnyLength() {
    CountDownLatch done = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      done.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("started");

      // Five times the visibility timeout, ten times the lease.
      for (int beat = 1; beat <= 30; beat++) {
        rig.clock.advance(Rig.HEARTBEAT);
        hand.ticks().heartbeat();
        rig.recorder.await("call w1 queue default extendVisibility", beat);
        assertThat(rig.store.recover(10).total()).isZero();
        assertThat(rig.queue("default").depth().visible()).isZero();
      }
      done.countDown();

      rig.awaitSuccess(run);
      assertThat(rig.op(run, "only").attempt()).isEqualTo(1);
      rig.awaitQueuesEmpty();
    }
  }

  @Test
  void aQueueThatDoesNotAnswerKeepsNoLeaseFromBeingExtended() {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      done.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      hand.wire().tap((call, arguments) -> {
        if (call.equals("queue default extendVisibility")) {
          asked.countDown();
          awaitUninterruptibly(answered);
        }
      });
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("started");

      // Four times the lease.
      for (int beat = 1; beat <= 12; beat++) {
        rig.clock.advance(Rig.HEARTBEAT);
        hand.ticks().heartbeat();
        rig.recorder.await("call w1 store heartbeat", beat);
        assertThat(rig.store.recover(10).total()).isZero();
      }
      awaitUninterruptibly(asked);
      assertThat(hand.worker().stuck()).doesNotContain("heartbeat").noneMatch(part -> part.startsWith("extend visibility"));
      rig.clock.advance(Duration.ofMinutes(5).plusMillis(1));
      assertThat(hand.worker().stuck()).as("a call that will not return").contains("extend visibility on default");

      answered.countDown();
      rig.recorder.await("call w1 queue default extendVisibility");
      rig.recorder.awaitUntil("no longer stuck",
          () -> hand.worker().stuck().stream().noneMatch(part -> part.startsWith("extend visibility")));
      done.countDown();
      rig.awaitSuccess(run);
      assertThat(rig.op(run, "only").attempt()).isEqualTo(1);
    } finally {
      answered.countDown();
    }
  }

  /** As a socket's read does, which heeds no interrupts. */
  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aLostLeaseStopsTheAttemptAndItsMessageIsSettledByTheRow() throws InterruptedException {
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch inside = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      if (context.attempt() == 1) {
        inside.countDown();
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          interrupted.set(true);
          throw e;
        }
      }
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      inside.await();
      rig.clock.advance(Rig.LEASE);
      rig.store.recover(10);

      hand.ticks().heartbeat();

      rig.recorder.await("lost " + run + "/only#1");
      rig.recorder.awaitUntil("no message left", () -> rig.queue("default").depth().inFlight() == 0);
      assertThat(rig.op(run, "only").state()).isEqualTo(OpState.PENDING);
      rig.dispatch();
      rig.awaitSuccess(run);
      assertThat(interrupted).isTrue();
      assertThat(rig.op(run, "only").attempt()).isEqualTo(2);
      assertThat(rig.recorder.count("fenced")).isZero();
    }
  }

  @Test
  void aRunningOpIsToldAtOnceThatItsRunWasCalledOff() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      inside.countDown();
      new CountDownLatch(1).await();
      return input;
    }))) {
      rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      inside.await();

      rig.store.cancel(run, "enough"); // and no heartbeat

      assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.CANCELED);
      assertThat(rig.op(run, "only").state()).isEqualTo(OpState.CANCELED);
    }
  }

  @Test
  void aMessageWhoseRowIsLockedIsJudgedAgainSoon() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      AtomicBoolean locked = new AtomicBoolean(true);
      hand.wire().answer((call, answer) -> call.equals("store claim") && locked.getAndSet(false)
          ? new ClaimOutcome(((ClaimOutcome) answer).leases(), List.of(Verdict.BUSY))
          : answer);

      RunId run = rig.submit("single", INPUT);
      rig.awaitSuccess(run);
      assertThat(rig.queue("default").depth().inFlight()).isEqualTo(1);
      hand.ticks().reconnect(1); // the pause before the second look

      rig.awaitQueuesEmpty();
      assertThat(hand.ticks().reconnects()).containsExactly(Duration.ofMillis(2));
    }
  }

  @Test
  void anOpWhoseRowWasLockedIsTakenAtTheSecondLook() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      AtomicBoolean locked = new AtomicBoolean(true);
      AtomicBoolean passedOver = new AtomicBoolean();
      hand.wire().tap((call, arguments) -> {
        if (call.equals("store claim") && !((List<?>) arguments[1]).isEmpty() && locked.getAndSet(false)) {
          Claim claim = (Claim) arguments[0];
          arguments[0] = claim.without(claim.slots());
          passedOver.set(true);
        }
      });
      hand.wire().answer((call, answer) -> call.equals("store claim") && passedOver.getAndSet(false)
          ? new ClaimOutcome(List.of(), List.of(Verdict.BUSY))
          : answer);

      RunId run = rig.submit("single", INPUT);
      hand.ticks().reconnect(1); // the pause before the second look

      rig.awaitSuccess(run);
      rig.awaitQueuesEmpty();
    }
  }
}
