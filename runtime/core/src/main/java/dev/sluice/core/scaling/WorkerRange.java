package dev.sluice.core.scaling;

/**
 * How many workers a pool may have.
 *
 * @param min fewest, 0 or more
 * @param max most, at least {@code min} and at least 1
 */
public record WorkerRange(int min, int max) {
  public WorkerRange {
    if (min < 0) {
      throw new IllegalArgumentException("min must be >= 0, got " + min);
    }
    if (max < min || max < 1) {
      throw new IllegalArgumentException("max must be >= 1 and >= min " + min + ", got " + max);
    }
  }

  public boolean contains(int workers) {
    return workers >= min && workers <= max;
  }

  /** Returns the number in the range that is nearest. */
  public int nearest(long workers) {
    return (int) Math.max(min, Math.min(max, workers));
  }

  /**
   * Returns the number if it is in the range.
   *
   * @throws IllegalArgumentException naming the number and the range
   */
  public int check(int workers) {
    if (!contains(workers)) {
      throw new IllegalArgumentException("workers must be " + min + " to " + max + ", got " + workers);
    }
    return workers;
  }
}
