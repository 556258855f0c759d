package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.simulator.history.History;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that a history keeps every {@link Rule}: folds the events of each run, then compares the result with what was accepted and with
 * the rows. Stateless.
 */
public final class ExactlyOnceCheck {
  private ExactlyOnceCheck() {}

  /** Checks a history that was recorded after its load had come to an end. */
  public static Findings check(History history) {
    Map<RunId, RunFold> runs = new LinkedHashMap<>();
    List<Violation> violations = new ArrayList<>();
    for (RunEvent event : history.events()) {
      RunFold run = runs.get(event.runId());
      if (event.type() == EventType.RUN_SUBMITTED && run == null) {
        runs.put(event.runId(), new RunFold(event));
      } else if (run == null) {
        violations.add(new Violation(
            Rule.ILLEGAL_CHANGE, event.runId().toString(), event.type() + " came before the run was submitted", List.of(event)));
      } else {
        run.apply(event);
      }
    }
    history.accepted().stream().filter(id -> !runs.containsKey(id)).distinct().forEach(id -> violations.add(
        new Violation(Rule.LOST_RUN, id.toString(), "its submit was answered with yes, and the store has never heard of it", List.of())));
    Rows rows = new Rows(history);
    int ops = 0;
    int committed = 0;
    for (RunFold run : runs.values()) {
      List<Violation> found = run.violation != null ? List.of(run.violation) : unfinished(run);
      violations.addAll(found.isEmpty() ? rows.differencesFrom(run) : found);
      rows.forget(run);
      ops += run.ops.size();
      committed += run.violation == null ? (int) run.ops.values().stream().filter(op -> op.state.isTerminal()).count() : 0;
    }
    violations.addAll(rows.left());
    return new Findings(new HashSet<>(history.accepted()).size(), ops, committed, violations);
  }

  private static List<Violation> unfinished(RunFold run) {
    List<Violation> violations = new ArrayList<>();
    run.ops.forEach((key, op) -> {
      if (!op.state.isTerminal()) {
        violations.add(new Violation(
            Rule.UNFINISHED, run.id + "/" + key, "it is still " + op.state + " with attempt " + op.attempt, List.of(op.latest)));
      }
    });
    if (violations.isEmpty() && !run.status.isTerminal()) {
      violations.add(new Violation(Rule.UNFINISHED, run.id.toString(),
          "all its ops are terminal and the run is still " + run.status, List.of(run.latest)));
    }
    return violations;
  }
}
