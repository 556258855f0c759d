package dev.sluice.core.scaling;

/**
 * What is to become of a pool's size, and why.
 *
 * @param action what to do
 * @param workers size to ask for; for {@link Action#HOLD} without a meaning, and 0
 * @param reason in words, with the numbers that it rests on
 */
public record ScalingDecision(Action action, int workers, String reason) {
  /** What to do with a pool. */
  public enum Action {
    /** Leave it as it is. */
    HOLD,
    /** Ask for more workers. */
    GROW,
    /** Ask for fewer workers. */
    SHRINK
  }

  /** Leaves the pool as it is. */
  public static ScalingDecision hold(String reason) {
    return new ScalingDecision(Action.HOLD, 0, reason);
  }

  /** Moves a pool from one size to another. */
  public static ScalingDecision move(int from, int to, String reason) {
    if (from == to) {
      throw new IllegalArgumentException("a move changes the size, got " + from + " to " + to);
    }
    return new ScalingDecision(to > from ? Action.GROW : Action.SHRINK, to, reason);
  }
}
