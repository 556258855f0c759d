package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.simulator.history.OpRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * I7, over all runs: of the op executions of an ordering key none starts before all that were submitted earlier are terminal.
 * Submission
 * order is the order of the submit events, and within a run that of its ops.
 */
final class KeyOrder {
  private record Member(String subject, long submitted, int ordinal, OpFold op) {}

  private final Facts facts;
  private final Map<String, List<Member>> members = new TreeMap<>();

  KeyOrder(Facts facts) {
    this.facts = facts;
  }

  void add(RunFold run) {
    if (run.rows == null) {
      return;
    }
    int ordinal = 0;
    for (OpRow row : run.rows.ops()) {
      OpFold op = run.ops.get(row.opKey());
      if (row.orderingKey() != null && op != null) {
        members.computeIfAbsent(row.orderingKey(), key -> new ArrayList<>())
            .add(new Member(run.id + "/" + row.opKey(), run.submitted.sequence(), ordinal, op));
      }
      ordinal++;
    }
  }

  /** Returns the first offence of each key. */
  List<Violation> check() {
    List<Violation> violations = new ArrayList<>();
    members.forEach((key, ofKey) -> {
      ofKey.sort(Comparator.comparingLong(Member::submitted).thenComparingInt(Member::ordinal));
      Member last = null;
      for (Member member : ofKey) {
        List<RunEvent> starts = member.op.changes.stream().filter(change -> change.type() == EventType.OP_LEASED).toList();
        if (last != null && !starts.isEmpty()) {
          facts.add(Invariant.I7);
          if (end(last) > starts.get(0).sequence()) {
            violations.add(violation(key, last, member, starts.get(0)));
            break;
          }
        }
        last = last == null || end(member) > end(last) ? member : last;
      }
    });
    return violations;
  }

  private static long end(Member member) {
    return member.op.state.isTerminal() ? member.op.latest.sequence() : Long.MAX_VALUE;
  }

  private static Violation violation(String key, Member earlier, Member later, RunEvent start) {
    RunEvent stand = earlier.op.changes.get(0);
    for (RunEvent change : earlier.op.changes) {
      stand = change.sequence() < start.sequence() ? change : stand;
    }
    boolean overlap = stand.type() == EventType.OP_LEASED;
    return new Violation(overlap ? Rule.OVERLAP : Rule.OUT_OF_ORDER, later.subject, "it started while " + earlier.subject
        + ", which was submitted earlier under the ordering key \"" + key + "\", was " + (overlap ? "running" : "not done"),
        List.of(stand, start));
  }
}
