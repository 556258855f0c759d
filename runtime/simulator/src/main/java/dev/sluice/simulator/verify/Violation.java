package dev.sluice.simulator.verify;

import dev.sluice.core.run.RunEvent;
import java.util.List;

/**
 * A promise that a history breaks.
 *
 * @param rule which one
 * @param subject the run or op execution
 * @param explanation how
 * @param history the shortest part of the history that shows it; empty where the offence is that nothing happened
 */
public record Violation(Rule rule, String subject, String explanation, List<RunEvent> history) {
  public Violation {
    history = List.copyOf(history);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(rule).append(" (").append(rule.invariant()).append(": ").append(rule.promise()).append(") ").append(subject)
        .append(": ").append(explanation);
    for (RunEvent event : history) {
      text.append("\n    ").append(event.sequence()).append(' ').append(event.at()).append(' ').append(event.type());
      if (event.opKey() != null) {
        text.append(' ').append(event.opKey());
      }
      text.append(" attempt ").append(event.attempt()).append(" by ").append(event.actor());
    }
    return text.toString();
  }
}
