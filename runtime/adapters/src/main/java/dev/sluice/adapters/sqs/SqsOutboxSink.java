package dev.sluice.adapters.sqs;

import dev.sluice.contract.Setting;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.core.run.PayloadDigest;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Brings messages of outboxes to SQS queues, one queue a topic; the payload is the body. A FIFO queue keeps the order of a message's
 * key, which is its group, and drops a repeated delivery within five minutes; on any queue the idempotency key is an attribute.
 */
final class SqsOutboxSink implements OutboxSink {
  static final String IDEMPOTENCY_KEY = "idempotency-key";
  private static final String FIFO = ".fifo";
  /** "The maximum length of MessageGroupId is 128 characters": letters, digits and punctuation, and at least one. */
  private static final Pattern GROUP = Pattern.compile("[\\x21-\\x7e]{1,128}");

  private final SqsClient client;
  private final Map<String, String> urls;

  SqsOutboxSink(SqsClient client, Map<String, String> urls) {
    this.client = client;
    this.urls = Map.copyOf(urls);
  }

  @Override
  public Set<String> topics() {
    return urls.keySet();
  }

  @Override
  public void send(OutboxMessage message) {
    String url = Objects.requireNonNull(urls.get(message.topic()), message.topic());
    SendMessageRequest.Builder request = SendMessageRequest.builder()
        .queueUrl(url)
        .messageBody(message.payload())
        .messageAttributes(Map.of(IDEMPOTENCY_KEY,
            MessageAttributeValue.builder().dataType("String").stringValue(message.idempotencyKey()).build()));
    if (url.endsWith(FIFO)) {
      request.messageGroupId(group(message.key())).messageDeduplicationId(message.idempotencyKey());
    }
    try {
      client.sendMessage(request.build());
    } catch (SdkException e) {
      throw new SqsFailures(message.topic(), url, Setting.OUTBOX_QUEUE_URLS.key()).of("send to", e);
    }
  }

  /** A key that is no group's name goes by its digest: keys stay apart, and each keeps its order. */
  private static String group(String key) {
    return GROUP.matcher(key).matches() ? key : PayloadDigest.of(key);
  }
}
