package dev.sluice.tests.conformance.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.Retry;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.time.Pause;
import dev.sluice.tests.conformance.queue.FaultyGateway.Fault;
import dev.sluice.worker.Worker;
import dev.sluice.worker.WorkerOptions;
import dev.sluice.worker.WorkerParts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real worker on a real SQS protocol that fails in the middle: the trouble is named, nothing is lost or doubled, and work goes on. */
@Timeout(120)
class SqsTroubleTest {
  private static final int RUNS = 20;
  private static final PublishWindow WINDOW = new PublishWindow(5, Duration.ofSeconds(2));

  private final AtomicInteger executions = new AtomicInteger();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private final PlatformListener listener = new PlatformListener() {
    @Override
    public void troubled(String what, RuntimeException cause) {
      troubles.add(what + ": " + cause.getMessage());
    }

    @Override
    public void publishUncertain(String queue, int messages, RuntimeException cause) {
      troubles.add("publish: " + cause.getMessage());
    }
  };

  private final class Count implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      return job.output(job.op("only", Integer.class, (number, context) -> {
        executions.incrementAndGet();
        return number;
      }));
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aWorkerNamesTheTroubleLosesNothingAndGoesOn(Fault fault) throws Exception {
    InMemoryRunStore store = new InMemoryRunStore(InstantSource.system());
    JobRegistry jobs = JobRegistry.of(List.of(new Count()));
    try (ElasticMq sqs = new ElasticMq(); FaultyGateway gateway = new FaultyGateway(sqs.endpoint());
        SqsQueues queues = SqsQueues.open(sqs.clientBuilder().endpointOverride(gateway.uri()),
            Map.of("default", sqs.createQueue(Duration.ofSeconds(6), Map.of())),
            Map.of("default", sqs.createQueue(Duration.ofSeconds(6), Map.of())))) {
      Publisher publisher = new Publisher(store, queues.queues(), listener, Faults.NONE);
      WorkerOptions options = new WorkerOptions("w1", List.of("default"), 2, Duration.ofSeconds(3), Duration.ofSeconds(1),
          Duration.ofSeconds(6), Duration.ofSeconds(1), 8, WINDOW, Duration.ofSeconds(1), Retry.exponential(3));
      Worker worker = new Worker(new WorkerParts(store, queues.queues(), jobs, new Payloads(1_000), listener, Faults.NONE,
          InstantSource.system(), new Random(7), Pause.REAL), options);
      try {
        worker.start();
        List<RunId> runs = new ArrayList<>(submit(store, jobs));
        publisher.publish(store.publish("default", WINDOW));
        await("work has begun", () -> executions.get() > 0);

        gateway.fail(fault);
        runs.addAll(submit(store, jobs));
        publisher.publish(store.publish("default", WINDOW));
        await("the trouble is named: " + fault.named, () -> troubles.stream().anyMatch(trouble -> trouble.contains(fault.named)));
        await("a receive was refused", () -> troubles.stream().anyMatch(trouble -> trouble.startsWith("receive from default")));
        assertThat(gateway.refused()).as("calls while it lasted, each with the SDK's own repeats").isPositive();
        gateway.mend();

        await("all have ended, with a dispatcher's looks", () -> {
          store.recover(100);
          publisher.publish(store.publish("default", WINDOW));
          return runs.stream().allMatch(run -> store.find(run).orElseThrow().status() == RunStatus.SUCCEEDED);
        });
        assertThat(executions).hasValue(2 * RUNS);
        runs.forEach(run -> assertThat(store.events(run)).extracting(RunEvent::type).containsOnlyOnce(EventType.OP_SUCCEEDED));
        await("the worker is ready again", worker::isReady);
      } finally {
        worker.close();
      }
    }
  }

  private static List<RunId> submit(InMemoryRunStore store, JobRegistry jobs) {
    RunPlanner planner = new RunPlanner(InstantSource.system(), new Random(), new Payloads(1_000), 3);
    return store.submit(IntStream.range(0, RUNS).mapToObj(number ->
        planner.plan(jobs.job("count"), Integer.toString(number), Map.of(), null)).toList(), PublishWindow.CLOSED)
        .submissions().stream().map(submission -> submission.runId()).toList();
  }

  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s; troubles %s", what, troubles).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
