package dev.sluice.core.run;

import java.util.List;

/**
 * What a success does to the rest of its run, in the same commit.
 *
 * @param skips keys of op executions downstream of it that are not to run
 * @param adds op executions that the run gets; whatever is downstream of the one that adds them waits for them too
 */
public record Steering(List<String> skips, List<OpPlan> adds) {
  /** Nothing but to let go on what waits. */
  public static final Steering NONE = new Steering(List.of(), List.of());

  public Steering {
    skips = List.copyOf(skips);
    adds = List.copyOf(adds);
  }

  public boolean isNone() {
    return skips.isEmpty() && adds.isEmpty();
  }
}
