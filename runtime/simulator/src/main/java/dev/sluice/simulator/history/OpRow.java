package dev.sluice.simulator.history;

import dev.sluice.core.api.OpView;
import dev.sluice.core.run.OpState;
import org.jspecify.annotations.Nullable;

/**
 * The row of an op execution.
 *
 * @param opKey key within its run
 * @param state where it stands
 * @param attempt number of its latest attempt
 * @param queue logical queue
 * @param priority higher is served first
 * @param orderingKey ops that share it run one at a time, in submission order; null if it has none
 * @param output digest of the output; null if there is none
 */
public record OpRow(String opKey, OpState state, int attempt, String queue, int priority, @Nullable String orderingKey,
    @Nullable String output) {

  /** Takes the row from what the API tells of an op execution. */
  public static OpRow of(OpView op) {
    return new OpRow(op.opKey(), op.state(), op.attempt(), op.queue(), op.priority(), op.orderingKey(), op.outputDigest());
  }
}
