package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryQueues;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueDepth;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.queue.QueueUnavailableException;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadLetterPassTest {
  private static final class Crash extends Error {}

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final Random random = new Random(7);
  private final RunStore store = new InMemoryRunStore(clock);
  private final QueueMap queues = InMemoryQueues.open(Set.of("default"), clock, Duration.ofSeconds(30), 2);
  private final JobQueue deadLetters = queues.deadLetter("default");

  private DeadLetterPass pass(Faults faults) {
    return new DeadLetterPass(store, queues, clock, PlatformListener.NONE, faults);
  }

  private List<OpExecutionTask> submit(int runs, String queue) {
    List<RunRequest> requests = IntStream.range(0, runs).mapToObj(any -> new RunRequest(RunId.next(clock, random), "job", "v1", "{}",
        "only", Map.of(), null, List.of(new OpPlan("only", queue, 0, 1, List.of(), null)))).toList();
    return store.submit(requests, TestStack.WINDOW).toPublish();
  }

  private void fail(int runs) {
    submit(runs, "default");
    TestStack.claim(store).forEach(lease -> TestStack.fail(store, lease, Optional.empty()));
  }

  private Lease claimOne(String queue) {
    return store.claim(new Claim("worker-1", queue, 1, TestStack.LEASE), List.of()).leases().get(0);
  }

  private void redrive(LeaseToken token) {
    store.deadLetters().redrive(DeadLetterFilter.of(Set.of(token.key())), Duration.ZERO);
  }

  /** Looks at what is visible, without taking it. */
  private List<LeaseToken> letters() throws InterruptedException {
    return bodies().stream().map(body -> DeadLetterMessage.read(body).orElseThrow()).toList();
  }

  private List<String> bodies() throws InterruptedException {
    List<Delivery> deliveries = deadLetters.receive(10, Duration.ZERO);
    deadLetters.extendVisibility(deliveries, Duration.ZERO);
    return deliveries.stream().map(Delivery::body).toList();
  }

  private List<LeaseToken> quarantined() {
    return store.deadLetters().list(DeadLetterFilter.all(100)).stream().map(letter -> letter.token()).toList();
  }

  @Test
  void eachDeadLetterHasOneMessageThatSaysWhatItIs() throws Exception {
    fail(3);
    DeadLetterPass pass = pass(Faults.NONE);
    assertThat(pass.run()).isFalse();
    clock.advance(Duration.ofMinutes(6)); // past the deduplication interval
    pass.run();
    assertThat(letters()).containsExactlyInAnyOrderElementsOf(quarantined());
    assertThat(bodies()).allSatisfy(body -> assertThat(body)
        .contains("\"reason\":\"Disk\"").contains("\"message\":\"full\"").contains("\"job\":\"job\"").contains("\"queue\":\"default\""));
  }

  @Test
  void aCrashAfterTheSendSendsNothingTwiceWithinTheDeduplicationInterval() throws Exception {
    fail(1);
    DeadLetterPass crashing = pass(point -> {
      if (point == FaultPoint.DEAD_LETTERS_SENT) {
        throw new Crash();
      }
    });
    assertThatThrownBy(crashing::run).isInstanceOf(Crash.class);
    assertThat(store.deadLetters().unsent(10)).hasSize(1);
    pass(Faults.NONE).run();
    assertThat(store.deadLetters().unsent(10)).isEmpty();
    assertThat(letters()).hasSize(1);
  }

  @Test
  void theMessageOfWhatIsRedrivenOrDroppedIsDeletedAndTheOthersStayVisible() throws Exception {
    fail(25);
    DeadLetterPass pass = pass(Faults.NONE);
    pass.run();
    List<LeaseToken> all = quarantined();
    redrive(all.get(3));
    store.deadLetters().drop(DeadLetterFilter.of(Set.of(all.get(20).key())));
    pass.run();
    assertThat(store.deadLetters().queuesToClear()).isEmpty();
    assertThat(deadLetters.depth().visible()).isEqualTo(23);
    assertThat(deadLetters.depth().inFlight()).isZero();
  }

  @Test
  void bothMessagesOfOneThatWasSentTwiceAreDeleted() throws Exception {
    fail(1);
    DeadLetterPass pass = pass(Faults.NONE);
    OutgoingMessage early = DeadLetterMessage.of(store.deadLetters().unsent(1).get(0));
    deadLetters.send(List.of(early));
    clock.advance(Duration.ofMinutes(6));
    pass.run();
    assertThat(letters()).hasSize(2);
    redrive(quarantined().get(0));
    pass.run();
    assertThat(deadLetters.depth().visible()).isZero();
  }

  @Test
  void aQueueIsNotSweptAgainAtOnceForAMessageThatSomebodyElseHides() throws Exception {
    fail(1);
    DeadLetterPass pass = pass(Faults.NONE);
    pass.run();
    List<Delivery> hidden = deadLetters.receive(10, Duration.ZERO);
    redrive(quarantined().get(0));
    pass.run();
    deadLetters.extendVisibility(hidden, Duration.ZERO);
    pass.run();
    assertThat(deadLetters.depth().visible()).isEqualTo(1);
    clock.advance(DeadLetterPass.SHORTEST_PAUSE);
    pass.run();
    assertThat(deadLetters.depth().visible()).isZero();
    assertThat(store.deadLetters().queuesToClear()).isEmpty();
  }

  @Test
  void aCallThatUsedUpItsReceivesGivesWayToTheNextPublication() throws Exception {
    List<OpExecutionTask> tasks = submit(2, "default");
    queues.work("default").send(tasks.stream()
        .map(task -> new OutgoingMessage(task.toJson(), task.deduplicationId(), task.deduplicationId())).toList());
    deadLetters.send(List.of(new OutgoingMessage("what is this", "x", "x")));
    DeadLetterPass pass = pass(Faults.NONE);
    for (int receive = 0; receive < 3; receive++) { // workers die between receive and claim
      queues.work("default").receive(10, Duration.ZERO);
      clock.advance(Duration.ofSeconds(31));
    }
    Lease running = claimOne("default"); // a busy worker came by
    TestStack.succeed(store, running, "1");
    assertThat(bodies()).hasSize(3);

    clock.advance(DeadLetterPass.LONGEST_PAUSE);
    pass.run();
    assertThat(bodies()).containsExactly("what is this");
    assertThat(store.publish("default", TestStack.WINDOW)).singleElement().satisfies(task -> {
      assertThat(task.idempotencyKey()).isNotEqualTo(running.key().toString());
      assertThat(task.publishSequence()).isEqualTo(2);
    });
  }

  @Test
  void aQueueThatTheStackLacksHoldsNothingUp() throws Exception {
    submit(1, "gone");
    Lease lease = claimOne("gone");
    TestStack.fail(store, lease, Optional.empty());
    fail(1);
    DeadLetterPass pass = pass(Faults.NONE);
    pass.run();
    assertThat(letters()).hasSize(1);
    assertThat(store.deadLetters().unsent(10)).isEmpty();
    redrive(lease.token());
    pass.run();
    assertThat(store.deadLetters().queuesToClear()).isEmpty();
  }

  @Test
  void aQueueThatDoesNotAnswerHoldsNoOtherUp() throws Exception {
    fail(2);
    pass(Faults.NONE).run();
    LeaseToken redriven = quarantined().get(0);
    redrive(redriven);
    submit(DeadLetterPass.BATCH, "silent");
    IntStream.range(0, DeadLetterPass.BATCH).forEach(any -> TestStack.fail(store, claimOne("silent"), Optional.empty()));
    clock.advance(Duration.ofSeconds(1));
    submit(1, "default");
    store.claim(new Claim("worker-1", "default", 2, TestStack.LEASE), List.of()).leases().stream()
        .filter(lease -> !lease.key().equals(redriven.key())).forEach(lease -> TestStack.fail(store, lease, Optional.empty()));
    QueueMap withSilent = new QueueMap(Map.of("default", queues.work("default"), "silent", queues.work("default")),
        Map.of("default", deadLetters, "silent", new SilentQueue()));
    DeadLetterPass pass = new DeadLetterPass(store, withSilent, clock, PlatformListener.NONE, Faults.NONE);
    assertThatThrownBy(pass::run).isInstanceOf(QueueUnavailableException.class);
    assertThat(letters()).as("the new one's was sent, that of the redriven one is gone").hasSize(2).doesNotContain(redriven);
    assertThat(store.deadLetters().unsent(10)).hasSize(10).allSatisfy(letter -> assertThat(letter.queue()).isEqualTo("silent"));
  }

  private static final class SilentQueue implements JobQueue {
    private static QueueUnavailableException silence() {
      return new QueueUnavailableException("nobody answers", null);
    }

    @Override
    public List<OutgoingMessage> send(List<OutgoingMessage> messages) {
      throw silence();
    }

    @Override
    public List<Delivery> receive(int max, Duration wait) {
      throw silence();
    }

    @Override
    public void extendVisibility(Collection<Delivery> deliveries, Duration visibility) {
      throw silence();
    }

    @Override
    public void delete(Collection<Delivery> deliveries) {
      throw silence();
    }

    @Override
    public QueueDepth depth() {
      throw silence();
    }
  }

  @Test
  void whatIsNoLetterIsNotReadAsOne() {
    assertThat(DeadLetterMessage.read("{\"idempotencyKey\":\"x\",\"attempt\":1}")).isEmpty();
    assertThat(DeadLetterMessage.read("[]")).isEmpty();
    assertThat(DeadLetterMessage.read("nonsense")).isEmpty();
    OpExecutionTask task = submit(1, "default").get(0);
    assertThat(DeadLetterMessage.read(task.toJson())).isEmpty();
    assertThat(IdempotencyKey.parse(task.idempotencyKey()).opKey()).isEqualTo("only");
    assertThat(store.publish("default", PublishWindow.CLOSED)).isEmpty();
  }
}
