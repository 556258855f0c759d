package dev.sluice.simulator;

import dev.sluice.core.api.RunDetail;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.RunRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Drives the store in memory through a load and exports what it recorded. */
public final class SampleHistory {
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final PublishWindow WINDOW = new PublishWindow(64, Duration.ofMinutes(1));

  public final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  public final InMemoryRunStore store = new InMemoryRunStore(clock);
  private final Random random = new Random(1);
  private final List<RunId> accepted = new ArrayList<>();

  /** Submits a run of two ops, the second after the first. */
  public RunId submit() {
    RunId id = RunId.next(clock, random);
    store.submit(List.of(new RunRequest(id, "two-steps", "v1", "{}", "second", Map.of(), null,
        List.of(plan("first", List.of()), plan("second", List.of("first"))))), WINDOW);
    accepted.add(id);
    return id;
  }

  /** Submits a run of one op under an ordering key or limits. */
  public RunId submit(@Nullable String orderingKey, Limits limits) {
    RunId id = RunId.next(clock, random);
    store.submit(List.of(new RunRequest(id, "limited", "v1", "{}", "only", Map.of(), null,
        List.of(new OpPlan("only", "default", 0, 3, List.of(), orderingKey, limits)))), WINDOW);
    accepted.add(id);
    return id;
  }

  private static OpPlan plan(String op, List<String> upstream) {
    return new OpPlan(op, "default", 0, 3, upstream, null);
  }

  /** Leases all that is ready. */
  public List<Lease> claim(String worker) {
    return store.claim(new Claim(worker, "default", 100, LEASE), List.of()).leases();
  }

  /** Commits a success for each lease a second later. */
  public void commit(String worker, List<Lease> leases) {
    clock.advance(Duration.ofSeconds(1));
    store.commit(worker, leases.stream()
        .map(lease -> new Attempt(lease.token(), new ExecutionResult.Success("1"), Optional.empty(), false)).toList(), List.of(), WINDOW);
  }

  /** Lets a worker take all that is ready and die with it. */
  public void loseWorker(String worker) {
    claim(worker);
    clock.advance(LEASE.plusSeconds(1));
    store.recover(100);
  }

  /** Runs everything that is left to its end. */
  public void finish() {
    for (List<Lease> leases = claim("worker-9"); !leases.isEmpty(); leases = claim("worker-9")) {
      commit("worker-9", leases);
    }
  }

  /** Exports what was recorded. */
  public History history() {
    List<RunEvent> events = store.eventsAfter(0, 100_000);
    return new History(accepted, events, accepted.stream().flatMap(id -> store.find(id).stream()).map(this::rows).toList());
  }

  private RunRow rows(Run run) {
    return RunRow.of(RunDetail.of(run, store.ops(run.id()), store.effects(run.id())));
  }

  /** A load of ten runs in which one worker died. */
  public static History ofTenRuns() {
    SampleHistory sample = new SampleHistory();
    for (int i = 0; i < 10; i++) {
      sample.submit();
    }
    sample.loseWorker("worker-1");
    sample.finish();
    return sample.history();
  }
}
