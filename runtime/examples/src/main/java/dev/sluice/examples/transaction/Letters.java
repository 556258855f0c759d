package dev.sluice.examples.transaction;

import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxSink;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the messages of the topic "letters": a coordinator hands them over at least once each, in the order of their keys. */
public final class Letters implements OutboxSink {
  private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

  @Override
  public Set<String> topics() {
    return Set.of("letters");
  }

  @Override
  public void send(OutboxMessage message) {
    // A real sink passes the key on, so that a letter delivered again is told from a new one.
    LOG.info("letter {} for {}: {}", message.idempotencyKey(), message.key(), message.payload());
  }
}
