package dev.sluice.testing;

/**
 * Which attempts at an op a line of the script is about.
 *
 * @param first number of the first, from 1
 * @param last number of the last
 */
public record Attempts(int first, int last) {
  public Attempts {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("attempts count from 1 and upward, got " + first + " to " + last);
    }
  }

  /** One attempt. */
  public static Attempts attempt(int number) {
    return new Attempts(number, number);
  }

  /** Several attempts, the last included. */
  public static Attempts attempts(int first, int last) {
    return new Attempts(first, last);
  }

  /** All of them, so that a retry does not help. */
  public static Attempts everyAttempt() {
    return new Attempts(1, Integer.MAX_VALUE);
  }

  boolean include(int attempt) {
    return attempt >= first && attempt <= last;
  }
}
