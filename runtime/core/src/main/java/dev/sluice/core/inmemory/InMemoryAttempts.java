package dev.sluice.core.inmemory;

import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.AttemptStore;
import dev.sluice.core.store.HeartbeatOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.SharedTransaction;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What running attempts ask of a store in memory, under its lock; the SQL of transactional ops goes to a database that a test brings. */
final class InMemoryAttempts implements AttemptStore {
  static final Supplier<Connection> NO_DATABASE = () -> {
    throw new IllegalStateException("a transactional op needs a database, and a store in memory has none: give new InMemoryRunStore(clock, "
        + "connections) a supplier of connections, for example to an embedded PostgreSQL");
  };

  private final InMemoryRunStore store;
  private final Supplier<Connection> connections;
  private final EventLog events;
  private final InstantSource clock;
  private final InMemoryOutbox outbox;
  private final List<LeaseToken> effects = new ArrayList<>();

  InMemoryAttempts(InMemoryRunStore store, EventLog events, Supplier<Connection> connections, InstantSource clock) {
    this.store = store;
    this.events = events;
    this.connections = connections;
    this.clock = clock;
    this.outbox = new InMemoryOutbox(clock, this::tellDropped);
  }

  OutboxStore outbox() {
    return outbox;
  }

  private void tellDropped(OutboxMessage message) {
    synchronized (store) {
      store.row(message.op()).ifPresent(op -> events.add(EventType.OUTBOX_DROPPED, op, InMemoryDeadLetters.OPERATOR,
          EventDetails.dropped(message.number(), message.topic(), message.key())));
    }
  }

  @Override
  public boolean commitTogether(String worker, LeaseToken attempt, boolean holdsMessage, SharedTransaction work) throws Exception {
    if (!mayCommit(worker, attempt)) {
      return false;
    }
    try (Connection connection = connections.get()) {
      connection.setAutoCommit(false);
      boolean committed = false;
      try {
        Optional<String> output = work.run(connection);
        if (output.isPresent()) {
          Attempt success = new Attempt(attempt, new ExecutionResult.Success(output.get()), Optional.empty(), holdsMessage);
          synchronized (store) {
            if (mayCommit(worker, attempt)) {
              connection.commit();
              committed = true;
              effects.add(attempt);
              outbox.add(work.outbox());
              store.commit(worker, List.of(success), List.of(), PublishWindow.CLOSED);
            }
          }
        }
        return committed;
      } finally {
        if (!committed) {
          connection.rollback();
        }
      }
    }
  }

  /** Called under the store's lock. */
  HeartbeatOutcome heartbeat(String worker, Collection<LeaseToken> leases, Instant until) {
    Set<LeaseToken> lost = new LinkedHashSet<>();
    Set<LeaseToken> canceled = new LinkedHashSet<>();
    for (LeaseToken token : leases) {
      Optional<OpRow> op = held(worker, token);
      if (op.isEmpty()) {
        lost.add(token);
        continue;
      }
      op.get().leaseExpiresAt = until;
      if (op.get().run.cancelRequested) {
        canceled.add(token);
      }
    }
    return new HeartbeatOutcome(lost, canceled);
  }

  List<LeaseToken> effects(RunId runId) {
    synchronized (store) {
      return effects.stream().filter(attempt -> attempt.key().runId().equals(runId)).toList();
    }
  }

  private boolean mayCommit(String worker, LeaseToken attempt) {
    synchronized (store) {
      return held(worker, attempt).filter(op -> !op.run.cancelRequested).isPresent();
    }
  }

  private Optional<OpRow> held(String worker, LeaseToken attempt) {
    return store.row(attempt.key()).filter(op -> op.isHeldUnder(worker, attempt));
  }

  @Override
  public boolean saveCheckpoint(String worker, LeaseToken attempt, String payload, Duration lease) {
    synchronized (store) {
      Optional<OpRow> held = held(worker, attempt);
      held.ifPresent(op -> op.keep(payload, clock.instant().plus(lease)));
      return held.isPresent();
    }
  }

  @Override
  public Optional<String> checkpoint(IdempotencyKey key) {
    synchronized (store) {
      return store.row(key).map(op -> op.checkpoint);
    }
  }
}
