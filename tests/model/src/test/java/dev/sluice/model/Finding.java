package dev.sluice.model;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the model checker found.
 *
 * @param verdict "holds", or what is violated: the name of an invariant, or "temporal property"; "broken" if TLC failed otherwise
 * @param states distinct states that were explored
 * @param trace states in the counterexample; 0 if there is none
 * @param untaken actions that no state allowed; known only where TLC was asked for its coverage
 */
record Finding(String verdict, long states, int trace, Set<String> untaken, Duration took, String output) {
  static final String HOLDS = "holds";
  static final String TEMPORAL = "temporal property";

  private static final Pattern INVARIANT = Pattern.compile("Invariant (\\w+) is violated");
  private static final Pattern STATES = Pattern.compile("(\\d+) states generated, (\\d+) distinct states found");
  private static final Pattern STEP = Pattern.compile("^State \\d+: <", Pattern.MULTILINE);
  private static final Pattern ACTION = Pattern.compile("^<(\\w+) line .*>: (\\d+):(\\d+)", Pattern.MULTILINE);

  Finding {
    untaken = Set.copyOf(untaken);
  }

  static Finding read(String output, Duration took) {
    long states = 0;
    for (Matcher found = STATES.matcher(output); found.find(); ) {
      states = Long.parseLong(found.group(2));
    }
    Set<String> untaken = ACTION.matcher(output).results().filter(action -> action.group(3).equals("0"))
        .map(action -> action.group(1)).collect(Collectors.toCollection(TreeSet::new));
    return new Finding(verdict(output), states, (int) STEP.matcher(output).results().count(), untaken, took, output);
  }

  private static String verdict(String output) {
    Matcher invariant = INVARIANT.matcher(output);
    if (invariant.find()) {
      return invariant.group(1);
    }
    if (output.contains("Temporal properties were violated")) {
      return TEMPORAL;
    }
    return output.contains("Model checking completed. No error has been found.") ? HOLDS : "broken";
  }
}
