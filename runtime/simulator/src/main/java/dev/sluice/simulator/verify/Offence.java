package dev.sluice.simulator.verify;

import dev.sluice.core.run.RunEvent;
import java.util.List;

/**
 * What offends.
 *
 * @param rule what it breaks
 * @param explanation how
 * @param before events that it follows badly on, in order; the offending event itself is added to them
 */
record Offence(Rule rule, String explanation, List<RunEvent> before) {
  Offence {
    before = List.copyOf(before);
  }
}
