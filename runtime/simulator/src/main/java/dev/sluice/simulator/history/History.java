package dev.sluice.simulator.history;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that a check looks at. Immutable.
 *
 * @param accepted runs whose submit was answered with yes, as the submitter wrote them down
 * @param events the events of all runs, in their order
 * @param runs rows of the runs at the end
 * @param ops rows of the op executions at the end
 */
public record History(List<RunId> accepted, List<RunEvent> events, List<RunRow> runs, List<OpRow> ops) {
  /**
   * Row of a run.
   *
   * @param id the run
   * @param status where it stands
   */
  public record RunRow(RunId id, RunStatus status) {}

  /**
   * Row of an op execution.
   *
   * @param key the op execution
   * @param state where it stands
   * @param attempt number of its latest attempt
   */
  public record OpRow(IdempotencyKey key, OpState state, int attempt) {}

  public History {
    accepted = List.copyOf(accepted);
    events = events.stream().sorted(Comparator.comparingLong(RunEvent::sequence)).toList();
    runs = List.copyOf(runs);
    ops = List.copyOf(ops);
  }
}
