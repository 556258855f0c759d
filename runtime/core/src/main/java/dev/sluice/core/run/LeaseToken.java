package dev.sluice.core.run;

/**
 * The fencing token: the right to commit one attempt of one op execution, and no other.
 *
 * @param key the op execution
 * @param attempt the attempt's number, from 1
 */
public record LeaseToken(IdempotencyKey key, int attempt) {
  public LeaseToken {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt must be >= 1, got " + attempt);
    }
  }

  @Override
  public String toString() {
    return key + "#" + attempt;
  }
}
