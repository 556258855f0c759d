package dev.sluice.adapters.postgres;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.DeadLetters;
import dev.sluice.core.store.FailedAttempt;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The quarantine on PostgreSQL: each call is one transaction. Safe for any thread. */
final class PostgresDeadLetters implements DeadLetters {
  static final String OPERATOR = "operator";

  private final Database database;

  PostgresDeadLetters(Database database) {
    this.database = database;
  }

  @Override
  public List<DeadLetter> list(DeadLetterFilter filter) {
    return database.inTransaction(connection -> new DeadLetterTable(connection).list(filter));
  }

  @Override
  public List<FailedAttempt> attempts(IdempotencyKey key) {
    return database.inTransaction(connection -> new DeadLetterTable(connection).attempts(key));
  }

  @Override
  public List<IdempotencyKey> redrive(DeadLetterFilter filter, Duration spacing) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, OPERATOR);
      List<IdempotencyKey> redriven =
          new Redrive(connection, events).start(new DeadLetterTable(connection).list(filter), spacing);
      events.flush();
      return redriven;
    });
  }

  @Override
  public List<IdempotencyKey> drop(DeadLetterFilter filter) {
    return database.inTransaction(connection -> {
      EventTable events = new EventTable(connection, OPERATOR);
      List<IdempotencyKey> dropped = new Redrive(connection, events).drop(new DeadLetterTable(connection).list(filter));
      events.flush();
      return dropped;
    });
  }

  @Override
  public List<DeadLetter> unsent(int limit) {
    return database.inTransaction(connection -> new DeadLetterTable(connection).unsent(limit));
  }

  @Override
  public void sent(Collection<LeaseToken> letters) {
    database.inTransaction(connection -> {
      new DeadLetterTable(connection).sent(letters);
      return letters;
    });
  }

  @Override
  public Set<LeaseToken> quarantined(Collection<LeaseToken> letters) {
    return database.inTransaction(connection -> new DeadLetterTable(connection).quarantined(letters));
  }

  @Override
  public Set<String> queuesToClear() {
    return database.inTransaction(connection -> new DeadLetterTable(connection).queuesToClear());
  }

  @Override
  public void cleared(String queue, Collection<LeaseToken> deleted, Duration patience) {
    database.inTransaction(connection -> {
      new DeadLetterTable(connection).cleared(queue, deleted, patience);
      return queue;
    });
  }
}
