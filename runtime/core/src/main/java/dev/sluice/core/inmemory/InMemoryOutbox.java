package dev.sluice.core.inmemory;

import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.outbox.OutboxFilter;
import dev.sluice.core.outbox.OutboxKey;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.outbox.WaitingMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The outboxes of an {@link InMemoryRunStore}, with a lock of their own. */
final class InMemoryOutbox implements OutboxStore {
  private record Lane(String topic, String key) {}

  private static final class Row {
    private final OutboxMessage message;
    private final Instant writtenAt;
    private Instant heldUntil = Instant.MIN;
    private int failures;
    private @Nullable String lastError;

    Row(OutboxMessage message, Instant writtenAt) {
      this.message = message;
      this.writtenAt = writtenAt;
    }

    Lane lane() {
      return new Lane(message.topic(), message.key());
    }
  }

  private final InstantSource clock;
  private final Consumer<OutboxMessage> givenUp;
  private final List<Row> waiting = new ArrayList<>();

  /**
   * Makes an empty one.
   *
   * @param givenUp is told of each message that is dropped, without the lock
   */
  InMemoryOutbox(InstantSource clock, Consumer<OutboxMessage> givenUp) {
    this.clock = clock;
    this.givenUp = givenUp;
  }

  synchronized void add(List<OutboxMessage> messages) {
    messages.forEach(message -> waiting.add(new Row(message, clock.instant())));
  }

  @Override
  public synchronized int relay(Set<String> topics, int limit, Duration retryAfter, Delivery delivery) {
    int again = relay(dueAgain(topics, limit), retryAfter, delivery);
    return again + relay(neverTried(topics, limit), retryAfter, delivery);
  }

  private int relay(List<Row> rows, Duration retryAfter, Delivery delivery) {
    int delivered = 0;
    Set<Lane> held = new HashSet<>();
    for (Row row : rows) {
      if (held.contains(row.lane())) {
        continue;
      }
      Optional<String> problem = delivery.deliver(row.message);
      if (problem.isEmpty()) {
        waiting.remove(row);
        delivered++;
      } else {
        row.heldUntil = clock.instant().plus(retryAfter.multipliedBy(1L << Math.min(row.failures, DOUBLINGS)));
        row.failures++;
        row.lastError = problem.get();
        held.add(row.lane());
      }
    }
    return delivered;
  }

  /** The first of each key that failed, once its time has come; who has waited longest goes first. */
  private List<Row> dueAgain(Set<String> topics, int limit) {
    Map<Lane, Row> failed = new LinkedHashMap<>();
    of(topics).filter(row -> row.failures > 0).forEach(row -> failed.putIfAbsent(row.lane(), row));
    return failed.values().stream()
        .filter(row -> !row.heldUntil.isAfter(clock.instant()))
        .sorted(Comparator.comparing(row -> row.heldUntil))
        .limit(limit)
        .toList();
  }

  /** What has nothing before it under its key that failed. */
  private List<Row> neverTried(Set<String> topics, int limit) {
    Set<Lane> failed = new HashSet<>();
    List<Row> rows = new ArrayList<>();
    for (Row row : of(topics).toList()) {
      if (row.failures > 0) {
        failed.add(row.lane());
      } else if (rows.size() < limit && !failed.contains(row.lane())) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Stream<Row> of(Set<String> topics) {
    return waiting.stream().filter(row -> topics.contains(row.message.topic()));
  }

  @Override
  public synchronized Set<String> topics() {
    return waiting.stream().map(row -> row.message.topic()).collect(Collectors.toSet());
  }

  @Override
  public synchronized List<OutboxBacklog> backlog() {
    return waiting.stream().map(row -> row.message.topic()).distinct().sorted().map(this::backlog).toList();
  }

  private OutboxBacklog backlog(String topic) {
    List<Row> rows = waiting.stream().filter(row -> row.message.topic().equals(topic)).toList();
    List<Row> failing = rows.stream().filter(row -> row.failures > 0).toList();
    return new OutboxBacklog(topic, rows.size(), rows.get(0).writtenAt, failing.size(),
        failing.isEmpty() ? null : failing.get(0).message.idempotencyKey(), failing.isEmpty() ? null : failing.get(0).lastError);
  }

  @Override
  public synchronized List<WaitingMessage> list(OutboxFilter filter) {
    return chosen(filter).map(row -> new WaitingMessage(row.message, row.writtenAt, row.failures, row.lastError)).toList();
  }

  @Override
  public List<OutboxKey> drop(OutboxFilter filter) {
    List<OutboxMessage> dropped;
    synchronized (this) {
      List<Row> rows = chosen(filter).toList();
      waiting.removeAll(rows);
      dropped = rows.stream().map(row -> row.message).toList();
    }
    dropped.forEach(givenUp);
    return dropped.stream().map(OutboxMessage::name).toList();
  }

  private Stream<Row> chosen(OutboxFilter filter) {
    return waiting.stream()
        .filter(row -> filter.messages().isEmpty() || filter.messages().contains(row.message.name()))
        .filter(row -> filter.topic().isEmpty() || filter.topic().get().equals(row.message.topic()))
        .filter(row -> !filter.refused() || row.failures > 0)
        .limit(filter.limit());
  }
}
