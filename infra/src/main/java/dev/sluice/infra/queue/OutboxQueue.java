package dev.sluice.infra.queue;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue that is not the stack's own and takes the messages of an outbox topic, known by its address.
 *
 * @param arn what a policy calls it
 */
public record OutboxQueue(String arn) {
  private static final Pattern HOST = Pattern.compile("sqs\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");
  private static final Pattern PATH = Pattern.compile("/(\\d{12})/([A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\\.fifo)");

  /**
   * Finds the queue at an address such as {@code https://sqs.eu-central-1.amazonaws.com/123456789012/mail.fifo}; empty if it is none.
   *
   * @param stackRegion region of a queue whose host names none, as an emulator's
   */
  public static Optional<OutboxQueue> at(String address, String stackRegion) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    Matcher path = PATH.matcher(String.valueOf(uri.getPath()));
    if (uri.getHost() == null || !path.matches()) {
      return Optional.empty();
    }
    Matcher host = HOST.matcher(uri.getHost());
    boolean ofAws = host.matches();
    String partition = ofAws && host.group(2) != null ? "aws-cn" : "aws";
    return Optional.of(new OutboxQueue(
        "arn:" + partition + ":sqs:" + (ofAws ? host.group(1) : stackRegion) + ":" + path.group(1) + ":" + path.group(2)));
  }
}
