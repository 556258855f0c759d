package dev.sluice.simulator.verify;

import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds up what a check finds. Of a history that is broken all over, the first {@value #MOST_VIOLATIONS} violations are kept. */
final class Tally {
  private static final int MOST_VIOLATIONS = 1_000;

  final List<Late> late = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private final Map<Invariant, Long> broken = new EnumMap<>(Invariant.class);
  private final Map<OpState, Long> ends = new EnumMap<>(OpState.class);
  private long events;
  private long runs;
  private long ops;
  private long committed;

  Tally() {
    for (OpState state : OpState.values()) {
      ends.put(state, 0L);
    }
  }

  void event() {
    events++;
  }

  long events() {
    return events;
  }

  void run(RunFold run, boolean sound) {
    runs++;
    ops += run.ops.size();
    for (OpFold op : run.ops.values()) {
      ends.merge(op.state, 1L, Long::sum);
      committed += sound && op.state.isTerminal() ? 1 : 0;
    }
  }

  void add(Violation violation) {
    count(violation.rule());
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add(violation);
    }
  }

  /** Takes back that a run was not submitted, of which something has turned out to be forgotten. */
  void withdrawNotSubmitted(RunId run) {
    violations.removeIf(violation -> violation.rule() == Rule.NOT_SUBMITTED && violation.subject().startsWith(run.toString()));
    broken.merge(Rule.NOT_SUBMITTED.invariant(), -1L, Long::sum);
  }

  void add(Late violation) {
    count(violation.rule());
    if (late.size() < MOST_VIOLATIONS) {
      late.add(violation);
    }
  }

  /** Takes over what a closer look at runs found which had passed before. */
  void correct(Tally closer, EventFinder finder) {
    closer.violations.forEach(this::add);
    committed -= closer.ops - closer.committed;
    violations.addAll(late.stream().map(finder::violation).toList());
    late.clear();
  }

  private void count(Rule rule) {
    broken.merge(rule.invariant(), 1L, Long::sum);
  }

  Findings findings(long accepted, long forgotten, long effects, Map<Invariant, Long> facts, List<String> open) {
    Map<Invariant, Long> all = new EnumMap<>(Invariant.class);
    for (Invariant invariant : Invariant.values()) {
      all.put(invariant, broken.getOrDefault(invariant, 0L));
    }
    List<Violation> sorted = violations.stream()
        .sorted(Comparator.comparing(Violation::rule).thenComparing(Violation::subject).thenComparing(Violation::explanation)).toList();
    return new Findings(accepted, runs, forgotten, ops, committed, events, effects, ends, facts, all, sorted, open);
  }
}
