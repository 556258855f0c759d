package dev.sluice.core.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.inmemory.InMemoryQueues;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.job.UnknownJobException;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.queue.UnknownQueueException;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.store.Submission;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunSubmitterTest {
  private static final class Shout implements JobSource<Shout.Input, String> {
    record Input(String word) {}

    @Override
    public Job<Input, String> define(JobBuilder<Input> job) {
      return job.output(job.op("say", String.class, (input, context) -> input.word() + "!"));
    }
  }

  private static final class Train implements JobSource<Shout.Input, String> {
    @Override
    public Job<Shout.Input, String> define(JobBuilder<Shout.Input> job) {
      return job.output(job.queue("gpu").op("say", String.class, (input, context) -> input.word()));
    }
  }

  private static final RunOrder GOOD = RunOrder.of("shout", "{\"word\":\"hey\"}");

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final RunStore store = new InMemoryRunStore(clock);
  private final QueueMap queues = InMemoryQueues.open(Set.of("default"), clock, Duration.ofSeconds(30), 10);
  private final List<String> happened = new ArrayList<>();
  private final PlatformListener listener = new PlatformListener() {
    @Override
    public void submitted(RunId runId, String jobName) {
      happened.add("heard " + jobName);
    }

    @Override
    public void troubled(String what, RuntimeException cause) {
      happened.add("trouble");
    }
  };

  private RunSubmitter submitter(Consumer<List<OpExecutionTask>> publisher) {
    RunPlanner planner = new RunPlanner(clock, new Random(7), new Payloads(1_000), 3);
    RunDesk desk = new RunDesk(JobRegistry.of(List.of(new Shout(), new Train())), planner, queues);
    return new RunSubmitter(desk, store, publisher, new PublishWindow(64, Duration.ofMinutes(1)), listener, this::note);
  }

  private void note(FaultPoint point) {
    happened.add(point + " with " + store.eventsAfter(0, 100).size() + " events stored");
  }

  @Test
  void messagesAreSentAfterTheCommit() {
    submitter(tasks -> happened.add("published " + tasks.size())).submit(GOOD);
    assertThat(happened).containsExactly("SUBMIT_COMMITTED with 1 events stored", "published 1", "heard shout");
  }

  @Test
  void theSecondOrderWithAKeyIsNotANewRun() {
    RunSubmitter submitter = submitter(tasks -> {});
    RunOrder keyed = new RunOrder("shout", GOOD.input(), Map.of(), "once");
    List<Submission> both = submitter.submitAll(List.of(keyed, keyed));
    assertThat(both).extracting(Submission::created).containsExactly(true, false);
    assertThat(both.get(0).runId()).isEqualTo(both.get(1).runId()).isEqualTo(submitter.submit(keyed).runId());
    assertThat(happened).filteredOn("heard shout"::equals).hasSize(1);
  }

  @Test
  void whatCannotRunIsRefusedBeforeAnythingIsStored() {
    RunSubmitter submitter = submitter(tasks -> happened.add("published"));
    assertThatThrownBy(() -> submitter.submit(RunOrder.of("shuot", "{}"))).isInstanceOf(UnknownJobException.class);
    assertThatThrownBy(() -> submitter.submit(RunOrder.of("shout", "[]"))).isInstanceOf(UnusablePayloadException.class);
    assertThatThrownBy(() -> submitter.submit(RunOrder.of("train", "{}"))).isInstanceOf(UnknownQueueException.class);
    assertThat(happened).isEmpty();
    assertThat(store.eventsAfter(0, 10)).isEmpty();
  }

  @Test
  void aBatchIsRefusedAsAWholeWithAReasonForEach() {
    RunSubmitter submitter = submitter(tasks -> happened.add("published"));
    List<RunOrder> batch = List.of(GOOD, RunOrder.of("shuot", "{}"), GOOD, RunOrder.of("shout", "7"));
    assertThatThrownBy(() -> submitter.submitAll(batch)).isInstanceOfSatisfying(RefusedBatchException.class, e -> {
      assertThat(e.refusals()).extracting(RefusedBatchException.Refusal::index).containsExactly(1, 3);
      assertThat(e.refusals().get(0).reason()).isInstanceOf(UnknownJobException.class);
      assertThat(e.refusals().get(1).reason()).isInstanceOf(UnusablePayloadException.class);
      assertThat(e).hasMessageContaining("2 of 4 runs");
    });
    assertThat(store.eventsAfter(0, 10)).isEmpty();
  }

  @Test
  void anAcceptedRunStaysAcceptedIfPublishingFails() {
    RunSubmitter submitter = submitter(tasks -> {
      throw new StoreUnavailableException("gone", new IllegalStateException());
    });
    RunId run = submitter.submit(GOOD).runId();
    assertThat(store.find(run)).isPresent();
    assertThat(happened).contains("trouble", "heard shout");
  }

  @Test
  void anIdempotencyKeyIsNotBlankAndNotEndless() {
    assertThatThrownBy(() -> new RunOrder("shout", "{}", Map.of(), " ")).hasMessageContaining("1 to 255 letters");
    assertThatThrownBy(() -> new RunOrder("shout", "{}", Map.of(), "x".repeat(256))).hasMessageContaining("256");
  }
}
