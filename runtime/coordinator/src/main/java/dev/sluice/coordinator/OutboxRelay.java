package dev.sluice.coordinator;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.core.outbox.OutboxStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** Brings the messages of outboxes to the sinks of their topics. Called by one thread at a time. */
final class OutboxRelay {
  private static final int LIMIT = 100;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final OutboxStore store;
  private final Map<String, OutboxSink> sinks;
  private final PlatformListener listener;

  /**
   * Makes a relay.
   *
   * @throws IllegalArgumentException if two sinks take one topic
   */
  OutboxRelay(OutboxStore store, Collection<? extends OutboxSink> sinks, PlatformListener listener) {
    this.store = store;
    this.listener = listener;
    Map<String, OutboxSink> byTopic = new HashMap<>();
    for (OutboxSink sink : sinks) {
      for (String topic : sink.topics()) {
        OutboxSink other = byTopic.put(topic, sink);
        if (other != null) {
          throw new IllegalArgumentException("two sinks take the topic \"" + topic + "\": " + other.getClass().getName() + " and "
              + sink.getClass().getName());
        }
      }
    }
    this.sinks = byTopic;
  }

  /** Takes the sinks that the service loader finds on the class path. */
  static OutboxRelay discover(OutboxStore store, PlatformListener listener) {
    return new OutboxRelay(store, ServiceLoader.load(OutboxSink.class).stream().map(ServiceLoader.Provider::get).toList(), listener);
  }

  /** Relays once; tells whether more may be waiting. */
  boolean run() {
    return !sinks.isEmpty() && store.relay(sinks.keySet(), LIMIT, RETRY_AFTER, this::deliver) == LIMIT;
  }

  private boolean deliver(OutboxMessage message) {
    OutboxSink sink = sinks.get(message.topic());
    if (sink == null) {
      return false;
    }
    try {
      sink.send(message);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception e) {
      listener.troubled("delivery of " + message.idempotencyKey() + " to topic " + message.topic(),
          e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e.toString(), e));
      return false;
    }
  }
}
