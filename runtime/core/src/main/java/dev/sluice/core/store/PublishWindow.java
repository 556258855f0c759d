package dev.sluice.core.store;

import java.time.Duration;

/**
 * How many unclaimed messages a queue may hold: enough to wake every idle worker, no more. A message that made a worker claim its op is
 * no longer one of them; a message whose op was claimed without it still is, until somebody receives it.
 *
 * @param size most outstanding messages of one queue; 0 publishes nothing
 * @param forgetAfter age at which a published message that was never settled counts as gone, so that its op is published again
 * @param freedOnly whether a commit looks only at the queues of ops that it frees, not at those that it claims from: for a worker that
 *     has just seen that there is nothing to publish on these
 */
public record PublishWindow(int size, Duration forgetAfter, boolean freedOnly) {
  /** SQS takes at most 10 messages a call (API reference of {@code SendMessageBatch}). */
  private static final int FULL_CALL = 10;

  /** Publishes nothing. */
  public static final PublishWindow CLOSED = new PublishWindow(0, Duration.ofDays(1));

  /** A window that is looked at with every commit. */
  public PublishWindow(int size, Duration forgetAfter) {
    this(size, forgetAfter, false);
  }

  public PublishWindow {
    if (size < 0) {
      throw new IllegalArgumentException("size must be >= 0, got " + size);
    }
    if (forgetAfter.isNegative() || forgetAfter.isZero()) {
      throw new IllegalArgumentException("forgetAfter must be positive, got " + forgetAfter);
    }
  }

  /**
   * The least that is worth publishing: ten messages are one call of SQS, and as long as so few are missing from the window, those that
   * are in it bring whoever receives them to look again. A small window is filled up one by one.
   */
  public int leastTopUp() {
    return Math.max(1, Math.min(size / 4, FULL_CALL));
  }

  /** The same window, for a commit that frees something only. */
  public PublishWindow forFreedOnly() {
    return new PublishWindow(size, forgetAfter, true);
  }
}
