package dev.sluice.core.job;

import dev.sluice.core.run.Trigger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When an op starts, and what its failure means to the run.
 *
 * @param trigger how its upstream must have ended
 * @param condition the decision that it hangs on
 * @param mayFail whether the run can succeed although it failed
 */
public record OpFlow(Trigger trigger, Optional<Condition> condition, boolean mayFail) {
  /** After all of its upstream, and on nothing else. */
  public static final OpFlow PLAIN = new OpFlow(Trigger.ALL_SUCCEEDED, Optional.empty(), false);

  /**
   * A decision.
   *
   * @param decision name of the op that decides
   * @param value what it has to return
   */
  public record Condition(String decision, @Nullable Object value) {}
}
