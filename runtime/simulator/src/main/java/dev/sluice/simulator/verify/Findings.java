package dev.sluice.simulator.verify;

import dev.sluice.core.run.OpState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a check found. Immutable.
 *
 * @param runs accepted runs, but for those that are forgotten
 * @param submitted runs that the store has
 * @param forgotten runs that had ended, and were forgotten before they were read: left out
 * @param ops op executions of these
 * @param committed op executions with exactly one committed result
 * @param events events read
 * @param effects database effects looked at
 * @param ends op executions by the state that they ended in
 * @param facts for each invariant, how much was looked at: none means that the history shows nothing of it
 * @param broken for each invariant, how often it was broken
 * @param violations broken promises, at most the first thousand; of a run whose events offend only the first offence
 * @param open op executions that are not terminal and need not be, as runs may be going on
 */
public record Findings(long runs, long submitted, long forgotten, long ops, long committed, long events, long effects,
    Map<OpState, Long> ends, Map<Invariant, Long> facts, Map<Invariant, Long> broken, List<Violation> violations, List<String> open) {
  public Findings {
    ends = Collections.unmodifiableMap(new EnumMap<>(ends));
    facts = Collections.unmodifiableMap(new EnumMap<>(facts));
    broken = Collections.unmodifiableMap(new EnumMap<>(broken));
    violations = List.copyOf(violations);
    open = List.copyOf(open);
  }

  public boolean hold() {
    return broken.values().stream().allMatch(count -> count == 0);
  }
}
