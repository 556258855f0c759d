package dev.sluice.core.inmemory;

import dev.sluice.core.run.OpState;
import dev.sluice.core.store.QueueBacklog;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts the work of each queue at a moment. */
final class BacklogMeter {
  private final Instant now;
  private final Gates gates;

  BacklogMeter(Instant now, Gates gates) {
    this.now = now;
    this.gates = gates;
  }

  List<QueueBacklog> measure(Collection<OpRow> ops) {
    Map<String, List<OpRow>> byQueue = ops.stream()
        .filter(op -> op.state == OpState.PENDING || op.state == OpState.RUNNING)
        .collect(Collectors.groupingBy(op -> op.plan.queue(), TreeMap::new, Collectors.toList()));
    return byQueue.entrySet().stream().map(entry -> measure(entry.getKey(), entry.getValue())).toList();
  }

  private QueueBacklog measure(String queue, List<OpRow> ops) {
    long ready = ops.stream().filter(op -> op.ready && gates.hasSlot(op)).count();
    long running = ops.stream().filter(op -> op.state == OpState.RUNNING).count();
    Duration oldest = ops.stream()
        .map(op -> op.readySince)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .map(since -> Duration.between(since, now))
        .orElse(Duration.ZERO);
    return new QueueBacklog(queue, ready, running, ops.size() - ready - running, oldest);
  }
}
