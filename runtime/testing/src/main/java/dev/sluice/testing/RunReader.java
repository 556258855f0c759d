package dev.sluice.testing;

import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.OpWork;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a test's store what became of a run.
 *
 * @param taken messages that were in the outbox at an earlier look; those of this one are added
 */
record RunReader(RunStore store, JobRegistry jobs, OutboxStore outbox, List<OutboxMessage> taken, Payloads payloads,
    StartedAttempts started) {
  <O> TestRun<O> read(RunId id, Class<O> type) {
    Run run = store.find(id).orElseThrow();
    List<RunEvent> events = store.events(id);
    @Nullable O output = run.output() == null ? null : payloads.read(run.output(), type, "the output");
    List<TestRun<?>> children = new ArrayList<>();
    store.children(id).forEach(child -> children.add(read(child.id(), jobs.job(child.jobName()).outputType())));
    return new TestRun<>(run, output, ops(run, events), events, started.order(id), messages(id), children);
  }

  private List<OpReport> ops(Run run, List<RunEvent> events) {
    RunId id = run.id();
    Map<String, IdempotencyRecord> ops = store.ops(id).stream().collect(Collectors.toMap(op -> op.key().opKey(), Function.identity()));
    Map<String, List<String>> upstream = events.stream().filter(event -> event.type() == EventType.RUN_SUBMITTED && event.detail() != null)
        .map(event -> EventDetails.readSubmitted(String.valueOf(event.detail())).ops()).findFirst().orElse(Map.of());
    return store.ops(id).stream().map(op -> new OpReport(op.key().opKey(), op.state(), started.count(op.key()), op.cause(),
        waitsFor(run, op, upstream.getOrDefault(op.key().opKey(), List.of()), ops))).toList();
  }

  private @Nullable String waitsFor(Run run, IdempotencyRecord op, List<String> upstream, Map<String, IdempotencyRecord> ops) {
    if (op.state().isTerminal()) {
      return null;
    }
    List<String> open = upstream.stream()
        .filter(name -> Optional.ofNullable(ops.get(name)).filter(before -> before.state().isTerminal()).isEmpty()).toList();
    if (!open.isEmpty()) {
      return "op " + String.join(", ", open);
    }
    if (op.orderingKey() != null && op.state() == OpState.WAITING) {
      return "its turn under the ordering key \"" + op.orderingKey() + "\"";
    }
    OpWork work = jobs.job(run.jobName()).op(op.key().opKey()).work();
    if (work instanceof OpWork.Await && op.state() == OpState.PENDING) {
      return "a signal, which .signal(\"" + op.key().opKey() + "\", ...) gives it";
    }
    if (work instanceof OpWork.Sub sub && op.state() == OpState.PENDING) {
      return "its sub-job " + sub.child().name();
    }
    return "something that time does not bring";
  }

  /** Takes what waits out of the outbox, since what is refused there is held back. */
  private List<OutboxMessage> messages(RunId id) {
    outbox.relay(outbox.topics(), Integer.MAX_VALUE, Duration.ZERO, message -> {
      taken.add(message);
      return Optional.empty();
    });
    return taken.stream().filter(message -> message.op().runId().equals(id)).toList();
  }
}
