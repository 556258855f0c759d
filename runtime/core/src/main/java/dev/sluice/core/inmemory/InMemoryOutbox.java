package dev.sluice.core.inmemory;

import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** An {@link OutboxStore} in memory, for tests: the same promises, no durability. */
public final class InMemoryOutbox implements OutboxStore {
  private record Lane(String topic, String key) {}

  private final InstantSource clock;
  private final List<OutboxMessage> waiting = new ArrayList<>();
  private final Map<Lane, Instant> heldUntil = new HashMap<>();

  public InMemoryOutbox(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(List<OutboxMessage> messages) {
    waiting.addAll(messages);
  }

  @Override
  public synchronized int relay(Set<String> topics, int limit, Duration retryAfter, Predicate<OutboxMessage> delivery) {
    int delivered = 0;
    for (OutboxMessage message : waiting.stream().filter(message -> topics.contains(message.topic())).limit(limit).toList()) {
      Lane lane = new Lane(message.topic(), message.key());
      if (heldUntil.getOrDefault(lane, Instant.MIN).isAfter(clock.instant())) {
        continue;
      }
      if (delivery.test(message)) {
        waiting.remove(message);
        delivered++;
      } else {
        heldUntil.put(lane, clock.instant().plus(retryAfter));
      }
    }
    return delivered;
  }
}
