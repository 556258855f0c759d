package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryQueues;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.submit.RunDesk;
import dev.sluice.core.submit.RunOrder;
import dev.sluice.core.submit.RunSubmitter;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DispatchPassTest {
  private static final class Crash extends Error {}

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final RunStore store = new InMemoryRunStore(clock);
  private final QueueMap queues = InMemoryQueues.open(Set.of("default"), clock, Duration.ofSeconds(30), 10);

  private static Faults crashAt(FaultPoint fatal) {
    return point -> {
      if (point == fatal) {
        throw new Crash();
      }
    };
  }

  private DispatchPass pass(PublishWindow window, Faults faults) {
    Publisher publisher = new Publisher(store, queues, PlatformListener.NONE, faults);
    return new DispatchPass(store, publisher, queues.names(), window, PlatformListener.NONE, faults);
  }

  private RunSubmitter submitter(PublishWindow window, Faults faults) {
    RunPlanner planner = new RunPlanner(clock, new Random(7), new Payloads(1 << 16), 2);
    Publisher publisher = new Publisher(store, queues, PlatformListener.NONE, faults);
    return new RunSubmitter(
        new RunDesk(TestStack.JOBS, planner, queues), store, publisher::publish, window, PlatformListener.NONE, faults);
  }

  private RunId submit() {
    return submitter(TestStack.WINDOW, Faults.NONE).submit(RunOrder.of("double", "{\"number\":4}")).runId();
  }

  private OpState stateOf(RunId run) {
    return store.ops(run).get(0).state();
  }

  @Test
  void whatASubmitHadNoRoomToPublishIsPublished() throws Exception {
    submitter(PublishWindow.CLOSED, Faults.NONE).submit(RunOrder.of("double", "{\"number\":4}"));
    assertThat(TestStack.messages(queues)).isEmpty();
    pass(TestStack.WINDOW, Faults.NONE).run();
    assertThat(TestStack.messages(queues)).extracting(OpExecutionTask::opKey).containsExactly("twice");
  }

  @Test
  void aCrashBetweenCommitAndPublishDelaysTheRunAndLosesNothing() throws Exception {
    RunSubmitter crashing = submitter(TestStack.WINDOW, crashAt(FaultPoint.SUBMIT_COMMITTED));
    assertThatThrownBy(() -> crashing.submit(RunOrder.of("double", "{\"number\":4}"))).isInstanceOf(Crash.class);
    assertThat(TestStack.messages(queues)).isEmpty();

    pass(TestStack.WINDOW, Faults.NONE).run();
    assertThat(TestStack.messages(queues)).as("it may have been sent, so far as the row knows").isEmpty();

    clock.advance(TestStack.WINDOW.forgetAfter());
    pass(TestStack.WINDOW, Faults.NONE).run();
    assertThat(TestStack.messages(queues)).extracting(OpExecutionTask::publishSequence).containsExactly(2);
  }

  @Test
  void aRetryIsPublishedWhenItIsDueAndNotBefore() throws Exception {
    submit();
    TestStack.messages(queues);
    TestStack.fail(store, TestStack.claim(store).get(0), Optional.of(Duration.ofSeconds(10)));

    pass(TestStack.WINDOW, Faults.NONE).run();
    assertThat(TestStack.messages(queues)).isEmpty();

    clock.advance(Duration.ofSeconds(10));
    pass(TestStack.WINDOW, Faults.NONE).run();
    assertThat(TestStack.messages(queues)).extracting(OpExecutionTask::publishSequence).containsExactly(2);
  }

  @Test
  void aLostLeaseIsTakenBackAndPublishedAgain() throws Exception {
    RunId run = submit();
    TestStack.messages(queues);
    TestStack.claim(store);
    assertThat(stateOf(run)).isEqualTo(OpState.RUNNING);

    clock.advance(TestStack.LEASE.plusMillis(1));
    pass(TestStack.WINDOW, Faults.NONE).run();
    assertThat(stateOf(run)).isEqualTo(OpState.PENDING);
    assertThat(TestStack.messages(queues)).extracting(OpExecutionTask::publishSequence).containsExactly(2);
  }

  @Test
  void aCrashOnceLeasesAreRecoveredLeavesThemToTheNextLook() throws Exception {
    submit();
    TestStack.messages(queues);
    TestStack.claim(store);
    clock.advance(TestStack.LEASE.plusMillis(1));
    assertThatThrownBy(pass(TestStack.WINDOW, crashAt(FaultPoint.LEASES_RECOVERED))::run).isInstanceOf(Crash.class);
    assertThat(TestStack.messages(queues)).isEmpty();

    pass(TestStack.WINDOW, Faults.NONE).run();
    assertThat(TestStack.messages(queues)).hasSize(1);
  }

  @Test
  void aCrashBetweenMarkAndSendIsRepairedUnderANewSequence() throws Exception {
    submitter(PublishWindow.CLOSED, Faults.NONE).submit(RunOrder.of("double", "{\"number\":4}"));
    assertThatThrownBy(pass(TestStack.WINDOW, crashAt(FaultPoint.PUBLISH_MARKED))::run).isInstanceOf(Crash.class);
    clock.advance(TestStack.WINDOW.forgetAfter());
    pass(TestStack.WINDOW, Faults.NONE).run();
    assertThat(TestStack.messages(queues)).extracting(OpExecutionTask::publishSequence).containsExactly(2);
  }

  @Test
  void aMessageThatVanishedIsSentAgainOnceItCountsAsLost() throws Exception {
    submit();
    assertThat(TestStack.messages(queues)).as("received and deleted, as a purge does").hasSize(1);
    clock.advance(TestStack.WINDOW.forgetAfter());
    pass(TestStack.WINDOW, Faults.NONE).run();
    List<Lease> leases = TestStack.claim(store);
    assertThat(TestStack.messages(queues)).hasSize(1);
    assertThat(leases).hasSize(1);
  }

  @Test
  void twoDispatchersAtOncePublishEachOpOnce() throws Exception {
    int runs = 400;
    RunOrder order = RunOrder.of("double", "{\"number\":4}");
    submitter(PublishWindow.CLOSED, Faults.NONE).submitAll(IntStream.range(0, runs).mapToObj(i -> order).toList());
    PublishWindow wide = new PublishWindow(runs, Duration.ofMinutes(1));
    CyclicBarrier together = new CyclicBarrier(2);
    List<CompletableFuture<Void>> dispatchers = IntStream.range(0, 2).mapToObj(i -> CompletableFuture.runAsync(() -> {
      try {
        together.await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      for (int look = 0; look < 20; look++) {
        pass(wide, Faults.NONE).run();
      }
    })).toList();
    dispatchers.forEach(CompletableFuture::join);
    List<OpExecutionTask> messages = TestStack.messages(queues);
    assertThat(messages).hasSize(runs);
    assertThat(messages).extracting(OpExecutionTask::idempotencyKey).doesNotHaveDuplicates();
    assertThat(messages).extracting(OpExecutionTask::publishSequence).containsOnly(1);
  }
}
