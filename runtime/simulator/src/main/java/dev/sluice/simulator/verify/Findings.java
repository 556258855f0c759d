package dev.sluice.simulator.verify;

import java.util.List;

/**
 * What a check found.
 *
 * @param runs accepted runs looked at
 * @param ops op executions looked at
 * @param committed op executions with exactly one committed result
 * @param violations broken promises; of a run whose events offend only the first offence
 */
public record Findings(int runs, int ops, int committed, List<Violation> violations) {
  public Findings {
    violations = List.copyOf(violations);
  }

  public boolean hold() {
    return violations.isEmpty();
  }
}
