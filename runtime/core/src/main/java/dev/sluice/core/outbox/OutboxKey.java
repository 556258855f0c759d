package dev.sluice.core.outbox;

import dev.sluice.core.run.IdempotencyKey;

/**
 * Names one message of an outbox. Written {@code runId/opKey#number}.
 *
 * @param op the op execution that wrote it
 * @param number tells several messages of one op apart, from 1 in the order in which they were written
 */
public record OutboxKey(IdempotencyKey op, int number) {
  /**
   * Reads {@code runId/opKey#number}.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static OutboxKey parse(String text) {
    int hash = text.lastIndexOf('#');
    if (hash < 0) {
      throw new IllegalArgumentException("the key of a message is runId/opKey#number, got \"" + text + "\"");
    }
    IdempotencyKey op = IdempotencyKey.parse(text.substring(0, hash));
    try {
      return new OutboxKey(op, Integer.parseInt(text.substring(hash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the key of a message ends with its number, as in " + op + "#1, got \"" + text + "\"", e);
    }
  }

  @Override
  public String toString() {
    return op + "#" + number;
  }
}
