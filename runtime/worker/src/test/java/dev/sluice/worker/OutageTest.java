package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.worker.TestJobs.Single;
import dev.sluice.worker.TestJobs.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutageTest {
  private static final String INPUT = "{\"text\":\"in\"}";

  @Test
  void aCommitIsRepeatedWithGrowingPausesUntilTheStoreIsBack() {
    AtomicInteger executions = new AtomicInteger();
    CountDownLatch cut = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      executions.incrementAndGet();
      cut.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("started");
      hand.wire().cutStore(true);
      cut.countDown();
      hand.ticks().reconnect(3);
      rig.recorder.await("troubled commit", 4);

      hand.wire().cutStore(false);
      hand.ticks().reconnect(1);

      rig.awaitSuccess(run);
      rig.awaitQueuesEmpty();
      assertThat(executions).hasValue(1);
      assertThat(hand.ticks().reconnects()).as("a tenth of a second, then twice as long each time").containsExactly(
          Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
    }
  }

  @Test
  void aCommitWhoseAnswerWasLostIsNotCommittedTwice() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      AtomicInteger commits = new AtomicInteger();
      hand.wire().tap((call, arguments) -> {
        if (call.equals("store commit") && commits.incrementAndGet() == 1) {
          @SuppressWarnings("unchecked")
          List<Attempt> attempts = (List<Attempt>) arguments[1];
          rig.store.commit("w1", attempts, List.of(), rig.window);
          throw new StoreUnavailableException("answer lost", new IllegalStateException("cut"));
        }
      });
      hand.ticks().reconnect(1);

      RunId run = rig.submit("single", INPUT);

      rig.recorder.await("committed");
      rig.awaitSuccess(run);
      rig.awaitQueuesEmpty();
      assertThat(commits).hasValue(2);
      assertThat(rig.recorder.count("fenced")).isZero();
    }
  }

  @Test
  void messagesThatWereReceivedWhenTheStoreWentAwayAreClaimedWhenItIsBack() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      hand.wire().cutStore(true);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("troubled claim");
      assertThat(rig.queue("default").depth().inFlight()).isEqualTo(1);

      hand.wire().cutStore(false);
      hand.ticks().reconnect(1);

      rig.awaitSuccess(run);
      assertThat(rig.recorder.count("call w1 queue default receive")).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void aQueueThatIsAwayIsAskedAgainWithGrowingPauses() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.startWithoutQueues("w1", 1);
      hand.ticks().reconnect(2);
      rig.recorder.await("troubled receive from default", 3);
      rig.recorder.awaitUntil("the third pause", () -> hand.ticks().reconnects().size() == 3);
      assertThat(hand.ticks().reconnects()).isSorted();

      hand.wire().cutQueues(false);
      hand.ticks().reconnect(1);

      rig.awaitSuccess(rig.submit("single", INPUT));
    }
  }

  @Test
  void aWorkerWhoseQueueIsAwayGoesOnWithTheBacklog() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      rig.awaitWhileTimePasses("a claim after an empty poll", "call w1 store claim", 2);
      hand.wire().cutQueues(true);
      rig.awaitWhileTimePasses("the end of the poll", "troubled receive from default", 1);
      List<RunId> backlog = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        backlog.add(rig.accept("single", INPUT));
      }

      hand.ticks().reconnect(1);

      backlog.forEach(rig::awaitSuccess);
      assertThat(rig.recorder.count("troubled receive from default")).as("one claim, which commits go on from").isLessThanOrEqualTo(2);
    }
  }

  @Test
  void deletesThatFailAreRepeated() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 1);
      AtomicInteger deletes = new AtomicInteger();
      hand.wire().tap((call, arguments) -> {
        if (call.equals("queue default delete") && deletes.incrementAndGet() < 3) {
          throw new dev.sluice.core.queue.QueueUnavailableException("throttled", null);
        }
      });
      hand.ticks().reconnect(2);

      rig.awaitSuccess(rig.submit("single", INPUT));

      rig.awaitQueuesEmpty();
      assertThat(deletes).hasValue(3);
    }
  }

  @Test
  void aResultThatTheStoreCannotTakeFailsByItselfAndHoldsUpNoOther() {
    try (Rig rig = new Rig(Single.of((input, context) -> new Text(input.text())))) {
      Rig.Hand hand = rig.start("w1", 8);
      hand.wire().tap((call, arguments) -> {
        if (call.equals("store commit") && String.valueOf(arguments[1]).contains("Success[output={\"text\":\"poison\"}")) {
          throw new IllegalStateException("invalid byte sequence");
        }
      });
      List<RunId> good = new ArrayList<>();
      good.add(rig.submit("single", INPUT));
      RunId poison = rig.submit("single", "{\"text\":\"poison\"}");
      for (int i = 0; i < 20; i++) {
        good.add(rig.submit("single", INPUT));
      }

      good.forEach(rig::awaitSuccess);
      rig.awaitQueuesEmpty();
      for (int attempt = 1; attempt < 3; attempt++) {
        rig.recorder.await("committed " + poison + "/only#" + attempt);
        rig.clock.advance(Duration.ofSeconds(2));
        rig.store.recover(10);
        rig.dispatch();
      }
      assertThat(rig.awaitEnd(poison).status()).isEqualTo(RunStatus.FAILED);
      assertThat(String.valueOf(rig.op(poison, "only").cause())).contains("UncommittableResult", "invalid byte sequence");
    }
  }

  @Test
  void aFailureForGoodThatTheStoreCannotTakeIsForGoodAllTheSame() {
    try (Rig rig = new Rig(Single.of((input, context) -> {
      throw new NonRetryableException("a bad document");
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      hand.wire().tap((call, arguments) -> {
        if (call.equals("store commit") && String.valueOf(arguments[1]).contains("NonRetryableException")) {
          throw new IllegalStateException("invalid byte sequence");
        }
      });
      RunId run = rig.submit("single", INPUT);

      assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.FAILED);
      assertThat(rig.op(run, "only").attempt()).isEqualTo(1);
    }
  }

  @Test
  void aClaimThatFailsLosesNoResultThatIsCommittedWithIt() {
    for (Throwable failure : List.of(new IllegalStateException("total size of jsonb object elements exceeds the maximum"),
        new StoreUnavailableException("out of memory", new IllegalStateException("53200")), new OutOfMemoryError("Java heap space"))) {
      try (Rig rig = new Rig(Single.of((input, context) -> input))) {
        Rig.Hand hand = rig.start("w1", 1);
        hand.ticks().reconnect(10);
        hand.wire().tap((call, arguments) -> {
          if (call.equals("store commit") && arguments[2] instanceof List<?> claims && !claims.isEmpty()) {
            OutageTest.<RuntimeException>fail(failure);
          }
        });
        List<RunId> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          runs.add(rig.submit("single", INPUT));
        }
        runs.forEach(rig::awaitSuccess);
        rig.awaitQueuesEmpty();
        assertThat(runs).allSatisfy(run -> assertThat(rig.op(run, "only").attempt()).isEqualTo(1));
        assertThat(rig.recorder.count("troubled commit")).as("told once for each").isBetween(1L, 5L);
      }
    }
  }

  @Test
  void anEndThatCannotBePutTogetherHoldsUpNoOtherAndKeepsNoSlot() {
    AtomicInteger broken = new AtomicInteger(2); // with claims and without
    try (Rig rig = new Rig(Single.of((input, context) -> {
      if (context.attempt() == 1 && input.text().equals("fails")) {
        throw new IllegalStateException("once");
      }
      return input;
    }))) {
      rig.random = new Random(1) {
        private static final long serialVersionUID = 1;

        @Override
        public double nextDouble() {
          if (broken.getAndDecrement() > 0) {
            throw new ArithmeticException("long overflow");
          }
          return super.nextDouble();
        }
      };
      List<RunId> good = new ArrayList<>();
      RunId failing = rig.submit("single", "{\"text\":\"fails\"}");
      for (int i = 0; i < 20; i++) {
        good.add(rig.submit("single", INPUT));
      }
      rig.start("w1", 1);

      good.forEach(rig::awaitSuccess);
      rig.recorder.await("committed " + failing + "/only#1");
      assertThat(String.valueOf(rig.op(failing, "only").cause())).contains("UncommittableResult", "long overflow");
      rig.clock.advance(Duration.ofSeconds(5));
      rig.store.recover(10);
      rig.dispatch();
      rig.awaitSuccess(failing);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void fail(Throwable failure) throws T {
    throw (T) failure;
  }
}
