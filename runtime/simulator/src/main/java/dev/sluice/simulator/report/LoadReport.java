package dev.sluice.simulator.report;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.simulator.history.History;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a load amounted to. Times are by the store's clock.
 *
 * @param runs runs submitted
 * @param opExecutions op executions that ended
 * @param attempts attempts that started
 * @param retries attempts that failed and were followed by another
 * @param leasesLost attempts whose worker was lost, each recovered by another attempt
 * @param leasesReleased attempts that a worker handed over
 * @param duplicatesSuppressed messages that found their op running or done, and did nothing
 * @param commitsFenced results that came too late and were refused
 * @param span from the first submit to the last event
 * @param submitToStart from a run's submit to its first attempt
 * @param submitToEnd from a run's submit to its end
 */
public record LoadReport(
    int runs,
    int opExecutions,
    int attempts,
    int retries,
    int leasesLost,
    int leasesReleased,
    int duplicatesSuppressed,
    int commitsFenced,
    Duration span,
    Optional<Percentiles> submitToStart,
    Optional<Percentiles> submitToEnd) {

  public static LoadReport of(History history) {
    Map<EventType, Integer> counts = new EnumMap<>(EventType.class);
    Map<RunId, Instant> submitted = new HashMap<>();
    Map<RunId, Duration> toStart = new HashMap<>();
    List<Duration> toEnd = new ArrayList<>();
    for (RunEvent event : history.events()) {
      counts.merge(event.type(), 1, Integer::sum);
      Instant since = submitted.getOrDefault(event.runId(), event.at());
      switch (event.type()) {
        case RUN_SUBMITTED -> submitted.put(event.runId(), event.at());
        case OP_LEASED -> toStart.putIfAbsent(event.runId(), Duration.between(since, event.at()));
        case RUN_SUCCEEDED, RUN_FAILED, RUN_CANCELED -> toEnd.add(Duration.between(since, event.at()));
        default -> { }
      }
    }
    int ended = count(counts, EventType.OP_SUCCEEDED) + count(counts, EventType.OP_FAILED)
        + count(counts, EventType.OP_CANCELED) + count(counts, EventType.OP_SKIPPED);
    return new LoadReport(
        submitted.size(), ended, count(counts, EventType.OP_LEASED), count(counts, EventType.OP_RETRIED),
        count(counts, EventType.OP_LEASE_LOST), count(counts, EventType.OP_RELEASED), count(counts, EventType.DUPLICATE_SUPPRESSED),
        count(counts, EventType.COMMIT_FENCED), span(history.events()), Percentiles.of(toStart.values()), Percentiles.of(toEnd));
  }

  private static int count(Map<EventType, Integer> counts, EventType type) {
    return counts.getOrDefault(type, 0);
  }

  private static Duration span(List<RunEvent> events) {
    Optional<Instant> first = events.stream().map(RunEvent::at).min(Instant::compareTo);
    Optional<Instant> last = events.stream().map(RunEvent::at).max(Instant::compareTo);
    return first.isPresent() && last.isPresent() ? Duration.between(first.get(), last.get()) : Duration.ZERO;
  }

  /** Op executions that ended per second of the span; nothing if no time passed. */
  public Optional<Double> throughput() {
    return span.isZero() ? Optional.empty() : Optional.of(opExecutions * 1e9 / span.toNanos());
  }
}
