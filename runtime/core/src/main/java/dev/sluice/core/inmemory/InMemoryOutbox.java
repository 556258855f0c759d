package dev.sluice.core.inmemory;

import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An {@link OutboxStore} in memory, for tests: the same promises, no durability. */
public final class InMemoryOutbox implements OutboxStore {
  private record Lane(String topic, String key) {}

  private static final class Row {
    private final OutboxMessage message;
    private final Instant writtenAt;
    private @Nullable String lastError;

    Row(OutboxMessage message, Instant writtenAt) {
      this.message = message;
      this.writtenAt = writtenAt;
    }
  }

  private final InstantSource clock;
  private final List<Row> waiting = new ArrayList<>();
  private final Map<Lane, Instant> heldUntil = new HashMap<>();

  public InMemoryOutbox(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(List<OutboxMessage> messages) {
    messages.forEach(message -> waiting.add(new Row(message, clock.instant())));
  }

  @Override
  public synchronized int relay(Set<String> topics, int limit, Duration retryAfter, Delivery delivery) {
    int delivered = 0;
    for (Row row : waiting.stream().filter(row -> topics.contains(row.message.topic())).limit(limit).toList()) {
      Lane lane = new Lane(row.message.topic(), row.message.key());
      if (heldUntil.getOrDefault(lane, Instant.MIN).isAfter(clock.instant())) {
        continue;
      }
      Optional<String> problem = delivery.deliver(row.message);
      if (problem.isEmpty()) {
        waiting.remove(row);
        delivered++;
      } else {
        row.lastError = problem.get();
        heldUntil.put(lane, clock.instant().plus(retryAfter));
      }
    }
    return delivered;
  }

  @Override
  public synchronized List<OutboxBacklog> backlog() {
    return waiting.stream().map(row -> row.message.topic()).distinct().sorted().map(this::backlog).toList();
  }

  private OutboxBacklog backlog(String topic) {
    List<Row> rows = waiting.stream().filter(row -> row.message.topic().equals(topic)).toList();
    List<Row> failing = rows.stream().filter(row -> row.lastError != null).toList();
    return new OutboxBacklog(topic, rows.size(), rows.get(0).writtenAt, failing.size(),
        failing.isEmpty() ? null : failing.get(0).message.idempotencyKey(), failing.isEmpty() ? null : failing.get(0).lastError);
  }
}
