package dev.sluice.core.inmemory;

import dev.sluice.core.queue.Delivery;
import java.time.Instant;

/** One message of an {@link InMemoryJobQueue}; the queue's lock guards it. */
final class FifoMessage {
  final long sequence;
  final String messageId;
  final String body;
  final String groupId;
  private int receives;
  private Instant hiddenUntil = Instant.MIN;

  FifoMessage(long sequence, String messageId, String body, String groupId) {
    this.sequence = sequence;
    this.messageId = messageId;
    this.body = body;
    this.groupId = groupId;
  }

  /** The same message in another queue: its id and its receive count go with it. */
  FifoMessage movedTo(long newSequence) {
    FifoMessage moved = new FifoMessage(newSequence, messageId, body, groupId);
    moved.receives = receives;
    return moved;
  }

  Delivery receive(Instant until) {
    receives++;
    hiddenUntil = until;
    return new Delivery(messageId, receipt(), body, receives);
  }

  void hideUntil(Instant until) {
    hiddenUntil = until;
  }

  /** A receipt names one receive: the next one makes it void. */
  String receipt() {
    return messageId + "#" + receives;
  }

  int receives() {
    return receives;
  }

  Instant hiddenUntil() {
    return hiddenUntil;
  }
}
