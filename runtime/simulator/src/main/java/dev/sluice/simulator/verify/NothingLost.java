package dev.sluice.simulator.verify;

import dev.sluice.core.run.OpState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** I3: at the end everything is terminal; where runs may still be going on, what is not has a path forward. */
final class NothingLost {
  private final boolean mayRun;
  private final Facts facts;
  /** How each op execution stands that is not terminal and may not be. */
  private final Map<String, String> open = new LinkedHashMap<>();

  NothingLost(boolean mayRun, Facts facts) {
    this.mayRun = mayRun;
    this.facts = facts;
  }

  List<Violation> check(RunFold run) {
    facts.add(Invariant.I3, run.ops.size());
    List<Violation> violations = new ArrayList<>();
    boolean anyOpen = false;
    for (var entry : run.ops.entrySet()) {
      OpFold op = entry.getValue();
      if (op.state.isTerminal()) {
        continue;
      }
      anyOpen = true;
      String subject = run.id + "/" + entry.getKey();
      String stand = op.state + " with attempt " + op.attempt;
      boolean freed = op.state == OpState.WAITING && !op.limited
          && op.upstream.stream().allMatch(key -> run.stateOf(key).isTerminal());
      if (freed) {
        violations.add(new Violation(Rule.STUCK, subject, "it is still " + stand + ", and nothing that it waits for is open",
            op.upstream.stream().map(key -> run.ops.get(key)).filter(before -> before != null).map(before -> before.latest).toList()));
      } else if (mayRun) {
        open.put(subject, stand);
      } else {
        violations.add(new Violation(Rule.UNFINISHED, subject, "it is still " + stand, List.of(op.latest)));
      }
    }
    if (!anyOpen && !run.status.isTerminal()) {
      violations.add(new Violation(mayRun ? Rule.STUCK : Rule.UNFINISHED, run.id.toString(),
          "all its ops are terminal and the run is still " + run.status, List.of(run.latest)));
    }
    return violations;
  }

  /** An op execution has turned out to have no path forward. */
  void isStuck(String subject) {
    open.remove(subject);
  }

  /** What is not terminal and may not be; empty unless runs may still be going on. */
  List<String> open() {
    return open.entrySet().stream().map(op -> op.getKey() + " " + op.getValue()).toList();
  }
}
