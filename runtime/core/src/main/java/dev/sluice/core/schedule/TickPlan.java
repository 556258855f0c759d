package dev.sluice.core.schedule;

import dev.sluice.core.run.RunRequest;
import java.util.List;

/**
 * What a look at a due schedule does to the store, all of it in one transaction.
 *
 * @param firing what was decided
 * @param runs one a tick of it, in their order
 */
public record TickPlan(Firing firing, List<RunRequest> runs) {
  public TickPlan {
    runs = List.copyOf(runs);
    if (runs.size() != firing.ticks().size()) {
      throw new IllegalArgumentException("one run a tick, got " + runs.size() + " for " + firing.ticks().size());
    }
  }
}
