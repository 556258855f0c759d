package dev.sluice.core.queue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message to send.
 *
 * @param body text
 * @param deduplicationId SQS drops a second message with the same one within five minutes
 * @param groupId messages of one group are delivered in order, one batch at a time
 */
public record OutgoingMessage(String body, String deduplicationId, String groupId) {
  /** The largest body that SQS takes: 1 MiB of UTF-8. */
  public static final int MAX_BODY_BYTES = 1024 * 1024;

  /** "Up to 128 characters: alphanumeric characters and punctuation." */
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

  /** Says what SQS would refuse this message for, if anything. */
  public Optional<String> problem() {
    if (!ID.matcher(deduplicationId).matches()) {
      return Optional.of("deduplication id \"" + deduplicationId + "\" is not 1 to 128 letters, digits and punctuation marks");
    }
    if (!ID.matcher(groupId).matches()) {
      return Optional.of("group id \"" + groupId + "\" is not 1 to 128 letters, digits and punctuation marks");
    }
    if (body.isEmpty() || bodyBytes() > MAX_BODY_BYTES) {
      return Optional.of("a body has 1 to " + MAX_BODY_BYTES + " bytes, that of " + deduplicationId + " has " + bodyBytes());
    }
    return Optional.empty();
  }

  /** Returns the size of the body as it travels. */
  public int bodyBytes() {
    return body.getBytes(StandardCharsets.UTF_8).length;
  }
}
