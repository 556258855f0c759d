package dev.sluice.core.run;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Names one op execution: one op in one run. Written {@code runId/opKey}.
 *
 * @param runId the run
 * @param opKey the op's key within the run: lower-case letters, digits, dot, dash and underscore, at most
 *     {@value #MAX_OP_KEY_LENGTH} of them, with an optional element number in brackets
 */
public record IdempotencyKey(RunId runId, String opKey) implements Comparable<IdempotencyKey> {
  /** Leaves room for the run id and the publish sequence in SQS's 128 letters. */
  public static final int MAX_OP_KEY_LENGTH = 80;

  private static final Pattern OP_KEY = Pattern.compile("[a-z0-9][a-z0-9._-]*(\\[\\d+])?");
  private static final Comparator<IdempotencyKey> ORDER =
      Comparator.comparing(IdempotencyKey::runId).thenComparing(IdempotencyKey::opKey);

  public IdempotencyKey {
    if (!isOpKey(opKey)) {
      throw new IllegalArgumentException("an op key matches " + OP_KEY + " and has at most " + MAX_OP_KEY_LENGTH + " letters, got \"" + opKey + "\"");
    }
  }

  /** Tells whether a text can be an op key. */
  public static boolean isOpKey(String text) {
    return text.length() <= MAX_OP_KEY_LENGTH && OP_KEY.matcher(text).matches();
  }

  /**
   * Reads {@code runId/opKey}.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static IdempotencyKey parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("an idempotency key is runId/opKey, got \"" + text + "\"");
    }
    return new IdempotencyKey(RunId.parse(text.substring(0, slash)), text.substring(slash + 1));
  }

  @Override
  public int compareTo(IdempotencyKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return runId + "/" + opKey;
  }
}
