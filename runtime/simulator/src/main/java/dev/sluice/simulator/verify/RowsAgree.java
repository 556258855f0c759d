package dev.sluice.simulator.verify;

import dev.sluice.simulator.history.OpRow;
import dev.sluice.simulator.history.RunRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** I9, and I1 for outputs: the rows at the end are what the events say. */
final class RowsAgree {
  private final Facts facts;

  RowsAgree(Facts facts) {
    this.facts = facts;
  }

  List<Violation> check(RunFold run) {
    List<Violation> violations = new ArrayList<>();
    RunRow runRow = run.rows;
    facts.add(Invariant.I9, 1 + run.ops.size());
    if (runRow == null || runRow.status() != run.status) {
      violations.add(new Violation(Rule.ROW_DIFFERS, run.id.toString(),
          "its events end in " + run.status + ", its row " + (runRow == null ? "is missing" : "says " + runRow.status()),
          List.of(run.latest)));
    }
    Map<String, OpRow> rows = new HashMap<>();
    if (runRow != null) {
      runRow.ops().forEach(row -> rows.put(row.opKey(), row));
    }
    run.ops.forEach((key, op) -> {
      OpRow row = rows.remove(key);
      if (runRow == null) {
        return; // said once for the whole run
      }
      String subject = run.id + "/" + key;
      String events = "its events end in " + op.state + " with attempt " + op.attempt;
      if (row == null) {
        violations.add(new Violation(Rule.ROW_DIFFERS, subject, events + ", its row is missing", List.of(op.latest)));
      } else if (row.state() != op.state || row.attempt() != op.attempt) {
        violations.add(new Violation(Rule.ROW_DIFFERS, subject,
            events + ", its row says " + row.state() + " with attempt " + row.attempt(), List.of(op.latest)));
      } else if (!Objects.equals(row.output(), op.output)) {
        violations.add(new Violation(Rule.OVERWRITTEN, subject,
            "output " + op.output + " was committed, the row has " + row.output(), List.of(op.latest)));
      }
    });
    rows.keySet().forEach(key -> violations.add(new Violation(
        Rule.ROW_DIFFERS, run.id + "/" + key, "there is a row, and the run was submitted without this op", List.of(run.submitted))));
    return violations;
  }
}
