package dev.sluice.simulator.verify;

import java.util.EnumMap;
import java.util.Map;

/** Counts what was looked at for each invariant. */
final class Facts {
  private final Map<Invariant, Long> counts = new EnumMap<>(Invariant.class);

  void add(Invariant invariant) {
    add(invariant, 1);
  }

  void add(Invariant invariant, long facts) {
    counts.merge(invariant, facts, Long::sum);
  }

  Map<Invariant, Long> counts() {
    Map<Invariant, Long> all = new EnumMap<>(Invariant.class);
    for (Invariant invariant : Invariant.values()) {
      all.put(invariant, counts.getOrDefault(invariant, 0L));
    }
    return all;
  }
}
