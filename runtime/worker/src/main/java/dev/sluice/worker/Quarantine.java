package dev.sluice.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves messages that no op execution answers to from a queue to its dead-letter queue, together with the reason. The move is a
 * send, then a delete, under the message's own id, so that a crash in between sends nothing twice within five minutes.
 */
final class Quarantine {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final QueueMap queues;
  private final PlatformListener listener;

  Quarantine(QueueMap queues, PlatformListener listener) {
    this.queues = queues;
    this.listener = listener;
  }

  /**
   * Moves a message. One that the dead-letter queue refuses is left alone: it comes back until SQS itself moves it, whole, after
   * its last receive.
   *
   * @throws dev.sluice.core.queue.QueueUnavailableException if a queue cannot be reached; the message comes back
   */
  void take(String queue, Delivery delivery, String reason) {
    OutgoingMessage letter = new OutgoingMessage(letter(queue, delivery, reason), delivery.messageId(), delivery.messageId());
    if (!queues.deadLetter(queue).send(List.of(letter)).isEmpty()) {
      listener.troubled("quarantine", new IllegalStateException(
          "the dead-letter queue of " + queue + " refused message " + delivery.messageId() + " (" + reason + ")"));
      return;
    }
    queues.work(queue).delete(List.of(delivery));
    listener.quarantined(queue, delivery.messageId(), reason);
  }

  private static String letter(String queue, Delivery delivery, String reason) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("reason", reason);
    fields.put("queue", queue);
    fields.put("messageId", delivery.messageId());
    fields.put("body", delivery.body());
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of text is always writable", e);
    }
  }
}
