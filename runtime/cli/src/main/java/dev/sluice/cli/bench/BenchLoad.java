package dev.sluice.cli.bench;

import dev.sluice.cli.terminal.Talk;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.simulator.report.Percentiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Submits no-op runs through the API and reads from the history how long things took. */
final class BenchLoad {
  private static final String JOB = "no-op";
  private static final int BATCH = 500;
  private static final int CALLERS = 4;
  private static final int PAGE = 5_000;
  private static final int WARM_UP = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(20);

  /** Latency of runs that were submitted one at a time: to the start by the store's clock, to the result by the caller's. */
  record Singles(Percentiles submitToStart, Percentiles submitToResult) {}

  /** One round of bulk: runs accepted and op executions committed a second. */
  record Round(double accepted, double committed) {}

  private final CoordinatorClient coordinator;
  private final Talk talk;
  private final Executor threads = command -> {
    Thread thread = new Thread(command, "submitter");
    thread.setDaemon(true);
    thread.start();
  };
  private long read;

  BenchLoad(CoordinatorClient coordinator, Talk talk) {
    this.coordinator = coordinator;
    this.talk = talk;
  }

  Singles singles(int count) {
    talk.say("one run at a time: " + count);
    for (int i = 0; i < WARM_UP; i++) {
      single();
    }
    newEvents();
    List<Duration> toResult = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      toResult.add(single());
    }
    return new Singles(Percentiles.of(toStart(newEvents())).orElseThrow(), Percentiles.of(toResult).orElseThrow());
  }

  private Duration single() {
    long begun = System.nanoTime();
    AcceptedRun run = coordinator.submit(SubmitRequest.of(JOB, Map.of()));
    RunResult result = coordinator.result(run.runId(), PATIENCE);
    if (result.status() != RunStatus.SUCCEEDED) {
      throw new IllegalStateException("run " + run.runId() + " of the benchmark ended " + result.status());
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static List<Duration> toStart(List<RunEvent> events) {
    Map<RunId, Instant> submitted = new HashMap<>();
    List<Duration> durations = new ArrayList<>();
    for (RunEvent event : events) {
      if (event.type() == EventType.RUN_SUBMITTED) {
        submitted.put(event.runId(), event.at());
      } else if (event.type() == EventType.OP_LEASED && event.attempt() == 1) {
        durations.add(Duration.between(submitted.get(event.runId()), event.at()));
      }
    }
    return durations;
  }

  /** Measures rounds, after one that warms up. */
  List<Round> rounds(int runs, int rounds) {
    round(runs);
    List<Round> counted = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      counted.add(round(runs));
      talk.say(String.format("round %d: %.0f runs accepted/s, %.0f op executions committed/s", i + 1, counted.get(i).accepted(),
          counted.get(i).committed()));
    }
    return counted;
  }

  private Round round(int runs) {
    newEvents();
    long begun = System.nanoTime();
    AtomicInteger left = new AtomicInteger(runs);
    CompletableFuture<?>[] callers = new CompletableFuture<?>[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
      callers[i] = CompletableFuture.runAsync(() -> submitFrom(left), threads);
    }
    CompletableFuture.allOf(callers).join();
    double accepted = perSecond(runs, Duration.ofNanos(System.nanoTime() - begun));
    awaitEmptyBacklog();
    return new Round(accepted, committedPerSecond(runs));
  }

  private void submitFrom(AtomicInteger left) {
    for (int before = left.getAndAdd(-BATCH); before > 0; before = left.getAndAdd(-BATCH)) {
      coordinator.submitAll(Collections.nCopies(Math.min(BATCH, before), SubmitRequest.of(JOB, Map.of())));
    }
  }

  /** Only then is the history read: a page that is read under load may lack an event of a transaction that commits later. */
  private void awaitEmptyBacklog() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!coordinator.backlog().isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the benchmark's runs have not ended within " + PATIENCE);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** From the first lease to the last result, by the store's clock. */
  private double committedPerSecond(int runs) {
    Instant first = Instant.MAX;
    Instant lastResult = Instant.MIN;
    int committed = 0;
    for (RunEvent event : newEvents()) {
      if (event.type() == EventType.OP_LEASED && event.at().isBefore(first)) {
        first = event.at();
      } else if (event.type() == EventType.OP_SUCCEEDED) {
        committed++;
        lastResult = event.at().isAfter(lastResult) ? event.at() : lastResult;
      }
    }
    if (committed != runs) {
      throw new IllegalStateException("the history of the round has " + committed + " results of " + runs + " runs");
    }
    return perSecond(runs, Duration.between(first, lastResult));
  }

  private List<RunEvent> newEvents() {
    List<RunEvent> events = new ArrayList<>();
    while (true) {
      List<RunEvent> page = coordinator.eventsAfter(read, PAGE);
      if (page.isEmpty()) {
        return events;
      }
      events.addAll(page);
      read = page.get(page.size() - 1).sequence();
    }
  }

  private static double perSecond(int count, Duration duration) {
    return count * 1e9 / Math.max(1, duration.toNanos());
  }
}
