package dev.sluice.simulator.verify;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.simulator.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows of a history, compared with what its events say. */
final class Rows {
  private final Map<RunId, History.RunRow> runs = new TreeMap<>();
  private final Map<IdempotencyKey, History.OpRow> ops = new TreeMap<>();

  Rows(History history) {
    history.runs().forEach(row -> runs.put(row.id(), row));
    history.ops().forEach(row -> ops.put(row.key(), row));
  }

  List<Violation> differencesFrom(RunFold run) {
    List<Violation> violations = new ArrayList<>();
    History.RunRow runRow = runs.get(run.id);
    if (runRow == null || runRow.status() != run.status) {
      violations.add(new Violation(Rule.ROW_DIFFERS, run.id.toString(),
          "its events end in " + run.status + ", its row " + (runRow == null ? "is missing" : "says " + runRow.status()),
          List.of(run.latest)));
    }
    run.ops.forEach((key, op) -> {
      History.OpRow row = ops.get(new IdempotencyKey(run.id, key));
      if (row == null || row.state() != op.state || row.attempt() != op.attempt) {
        violations.add(new Violation(Rule.ROW_DIFFERS, run.id + "/" + key, "its events end in " + told(op.state, op.attempt)
            + ", its row " + (row == null ? "is missing" : "says " + told(row.state(), row.attempt())), List.of(op.latest)));
      }
    });
    return violations;
  }

  /** Takes the rows of a run away. */
  void forget(RunFold run) {
    runs.remove(run.id);
    run.ops.keySet().forEach(key -> ops.remove(new IdempotencyKey(run.id, key)));
  }

  /** Returns a violation for each row that no event explains. */
  List<Violation> left() {
    List<String> subjects = new ArrayList<>();
    runs.keySet().forEach(id -> subjects.add(id.toString()));
    ops.keySet().forEach(key -> subjects.add(key.toString()));
    return subjects.stream()
        .map(subject -> new Violation(Rule.ROW_DIFFERS, subject, "there is a row, and no event that explains it", List.of()))
        .toList();
  }

  private static String told(OpState state, int attempt) {
    return state + " with attempt " + attempt;
  }
}
