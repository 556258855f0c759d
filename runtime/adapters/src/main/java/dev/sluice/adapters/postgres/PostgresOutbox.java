package dev.sluice.adapters.postgres;

import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.outbox.OutboxFilter;
import dev.sluice.core.outbox.OutboxKey;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.outbox.WaitingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Outboxes in PostgreSQL. Each relay is one transaction, held while its messages are delivered. */
final class PostgresOutbox implements OutboxStore {
  private final Database database;

  PostgresOutbox(Database database) {
    this.database = database;
  }

  @Override
  public int relay(Set<String> topics, int limit, Duration retryAfter, Delivery delivery) {
    return database.inTransaction(connection -> {
      Standstill.allow(connection);
      return new OutboxTable(connection).relay(topics, limit, retryAfter, delivery);
    });
  }

  @Override
  public Set<String> topics() {
    return database.inTransaction(connection -> new OutboxTable(connection).topics());
  }

  @Override
  public List<OutboxBacklog> backlog() {
    return database.inTransaction(connection -> new OutboxTable(connection).backlog());
  }

  @Override
  public List<WaitingMessage> list(OutboxFilter filter) {
    return database.inTransaction(connection -> new OutboxTable(connection).list(filter));
  }

  @Override
  public List<OutboxKey> drop(OutboxFilter filter) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, PostgresDeadLetters.OPERATOR);
      List<OutboxKey> dropped = new OutboxTable(connection).drop(filter, events);
      events.flush();
      return dropped;
    });
  }
}
