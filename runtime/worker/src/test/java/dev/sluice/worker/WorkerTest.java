package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.worker.TestJobs.Diamond;
import dev.sluice.worker.TestJobs.Single;
import dev.sluice.worker.TestJobs.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerTest {
  private static final String INPUT = "{\"text\":\"in\"}";

  private static List<EventType> types(List<RunEvent> events) {
    return events.stream().map(RunEvent::type).toList();
  }

  @Test
  void aJobRunsOnceFromItsMessageToItsResult() {
    try (Rig rig = new Rig(new Diamond((op, context) -> {}))) {
      Rig.Hand hand = rig.start("w1", 4);

      RunId run = rig.submit("diamond", INPUT);

      rig.awaitSuccess(run);
      assertThat(rig.run(run).output()).isEqualTo("{\"text\":\"join(left(top(in))+right(top(in)))\"}");
      assertThat(rig.events(run)).filteredOn(event -> event.type() == EventType.OP_SUCCEEDED).hasSize(4);
      rig.awaitQueuesEmpty();
      assertThat(hand.worker().isReady()).isTrue();
      rig.recorder.awaitUntil("nothing in hand", () -> hand.worker().inHand() == 0);
    }
  }

  @Test
  void anOpIsReceivedOnlyFromItsQueue() {
    try (Rig rig = new Rig(List.of("default", "x"), new Single("plain", "default", (input, context) -> input),
        new Single("tagged", "x", (input, context) -> input))) {
      rig.start("w-default", 4, List.of("default"), wire -> Faults.NONE);
      RunId tagged = rig.submit("tagged", INPUT);
      RunId plain = rig.submit("plain", INPUT);
      rig.awaitSuccess(plain);
      assertThat(rig.run(tagged).status()).isEqualTo(RunStatus.PENDING);
      assertThat(rig.queue("x").depth().visible()).isEqualTo(1);

      rig.start("w-x", 4, List.of("x"), wire -> Faults.NONE);

      rig.awaitSuccess(tagged);
      assertThat(rig.events(tagged)).filteredOn(event -> event.type() == EventType.OP_LEASED)
          .extracting(RunEvent::actor).containsExactly("w-x");
      assertThat(rig.events(plain)).filteredOn(event -> event.type() == EventType.OP_LEASED)
          .extracting(RunEvent::actor).containsExactly("w-default");
    }
  }

  @Test
  void duplicatesDeliveredAtOnceToSeveralWorkersRunTheOpOnce() {
    AtomicInteger executions = new AtomicInteger();
    try (Rig rig = new Rig(Single.of((input, context) -> {
      executions.incrementAndGet();
      return input;
    }))) {
      RunId run = rig.submit("single", INPUT);
      Delivery original = receive(rig);
      List<OutgoingMessage> copies = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        copies.add(new OutgoingMessage(original.body(), "copy-" + i, "copy-" + i));
      }
      rig.queue("default").send(copies);

      rig.start("w1", 2);
      rig.start("w2", 2);
      rig.start("w3", 2);

      rig.awaitSuccess(run);
      rig.recorder.awaitUntil("five messages seen", () -> rig.queue("default").depth().visible() == 0);
      rig.recorder.await("duplicate default", 4);
      assertThat(executions).hasValue(1);
      assertThat(types(rig.events(run))).filteredOn(EventType.OP_SUCCEEDED::equals).hasSize(1);
    }
  }

  private static Delivery receive(Rig rig) {
    try {
      return rig.queue("default").receive(1, Duration.ZERO).get(0);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void lateCommitOfAStalledWorkerIsRefused() {
    CountDownLatch stall = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      if (context.attempt() == 1) {
        stall.await();
      }
      return new Text("attempt " + context.attempt());
    }))) {
      rig.start("stalled", 1);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("started");
      rig.clock.advance(Rig.LEASE.plusSeconds(1));
      rig.store.recover(100);
      rig.dispatch();
      rig.start("other", 1);
      rig.awaitSuccess(run);

      stall.countDown();

      rig.recorder.await("fenced");
      assertThat(rig.run(run).output()).isEqualTo("{\"text\":\"attempt 2\"}");
      assertThat(types(rig.events(run))).filteredOn(EventType.OP_SUCCEEDED::equals).hasSize(1);
      rig.awaitQueuesEmpty();
    }
  }

  @Test
  void aMessageIsDeletedOnlyAfterItsResultIsCommitted() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 4);
      List<String> tooEarly = Collections.synchronizedList(new ArrayList<>());
      AtomicInteger deleted = new AtomicInteger();
      hand.wire().tap((call, arguments) -> {
        if (call.equals("queue default delete")) {
          for (Object delivery : (Collection<?>) arguments[0]) {
            deleted.incrementAndGet();
            String key = OpExecutionTask.fromJson(((Delivery) delivery).body()).runId();
            if (!rig.run(RunId.parse(key)).status().isTerminal()) {
              tooEarly.add(key);
            }
          }
        }
      });

      // One at a time, so that each op is claimed by its own message and none is redundant while its op runs.
      for (int i = 0; i < 30; i++) {
        rig.awaitSuccess(rig.submit("single", INPUT));
        rig.awaitQueuesEmpty();
      }

      assertThat(deleted).hasValue(30);
      assertThat(tooEarly).isEmpty();
    }
  }

  @Test
  void aBusyWorkerFeedsItselfWithoutATripThroughTheQueue() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      List<RunId> runs = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        runs.add(rig.accept("single", INPUT));
      }
      RunId caller = rig.submit("single", INPUT);

      rig.start("w1", 4);

      runs.forEach(rig::awaitSuccess);
      rig.awaitSuccess(caller);
      List<String> lines = rig.recorder.lines();
      List<String> firstHalf = lines.subList(0, lines.indexOf(lines.stream().filter(line -> line.startsWith("committed")).toList().get(100)));
      // While all slots are taken nothing is received: the messages that are still there wait for idle workers.
      assertThat(firstHalf).filteredOn("call w1 store claim"::equals).hasSizeLessThan(3);
    }
  }

  @Test
  void asManyOpsRunAtOnceAsThereAreSlotsAndNoMore() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier threeOfThem = new CyclicBarrier(3); // a fourth would come in while they go
    try (Rig rig = new Rig(Single.of((input, context) -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      threeOfThem.await();
      running.decrementAndGet();
      return input;
    }))) {
      List<RunId> runs = new ArrayList<>();
      for (int i = 0; i < 99; i++) {
        runs.add(rig.submit("single", INPUT));
      }
      rig.start("w1", 3);

      runs.forEach(rig::awaitSuccess);
      assertThat(most.get()).isEqualTo(3);
    }
  }

  @Test
  void aFailedAttemptIsRetriedWhenItIsDueAndFailsForGoodInTheEnd() {
    try (Rig rig = new Rig(Single.of((input, context) -> {
      throw new java.io.IOException("disk " + context.attempt());
    }))) {
      rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      for (int attempt = 1; attempt < 3; attempt++) {
        String token = run + "/only#" + attempt;
        rig.recorder.await("committed " + token);
        assertThat(rig.op(run, "only").state()).isEqualTo(OpState.PENDING);
        assertThat(rig.op(run, "only").notBefore()).isEqualTo(rig.clock.instant().plusSeconds(attempt));
        rig.clock.advance(Duration.ofSeconds(attempt));
        rig.store.recover(10);
        rig.dispatch();
      }

      assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.FAILED);
      assertThat(rig.op(run, "only").cause()).isNotNull();
      assertThat(rig.op(run, "only").cause().message()).isEqualTo("disk 3");
      assertThat(types(rig.events(run))).filteredOn(EventType.OP_RETRIED::equals).hasSize(2);
      rig.awaitQueuesEmpty();
    }
  }

  @Test
  void aCanceledRunInterruptsItsOpAndCommitsNothingAsSuccess() {
    CountDownLatch never = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      never.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("started");

      assertThat(rig.store.cancel(run, "test")).isTrue();
      hand.ticks().heartbeat();

      assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.CANCELED);
      assertThat(rig.op(run, "only").output()).isNull();
      rig.awaitQueuesEmpty();
    }
  }

  @Test
  void aWorkerServesAllItsQueues() {
    try (Rig rig = new Rig(List.of("bulk", "default"),
        Single.of((input, context) -> input), new Single("other", "bulk", (input, context) -> input))) {
      rig.start("w1", 1);
      List<RunId> runs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        runs.add(rig.submit("single", INPUT));
        runs.add(rig.submit("other", INPUT));
      }

      runs.forEach(rig::awaitSuccess);
      rig.awaitQueuesEmpty();
    }
  }
}
