package dev.sluice.core.job;

import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.run.IdempotencyKey;
import java.util.ArrayList;
import java.util.List;

/** The messages of one attempt, until they are committed with its result. Safe for any thread of the attempt. */
final class OutboxDraft {
  private final IdempotencyKey op;
  private final boolean transactional;
  private final Payloads payloads;
  private final List<OutboxMessage> messages = new ArrayList<>();

  OutboxDraft(IdempotencyKey op, boolean transactional, Payloads payloads) {
    this.op = op;
    this.transactional = transactional;
    this.payloads = payloads;
  }

  synchronized void add(String topic, String key, Object payload) {
    if (!transactional) {
      throw new IllegalStateException("op \"" + op.opKey() + "\" has no outbox: define it with job.transactional(...)");
    }
    String text = payloads.writeInline(payload, "a message of op " + op.opKey() + " for topic " + topic);
    messages.add(new OutboxMessage(op, messages.size() + 1, topic, key, text));
  }

  synchronized List<OutboxMessage> messages() {
    return List.copyOf(messages);
  }
}
