package dev.sluice.tests.conformance.store;

import dev.sluice.core.inmemory.InMemoryPayloadReferences;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.payload.PayloadReferences;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

class InMemoryRunStoreTest
    implements SubmitConformance, CommitConformance, LeaseConformance, MessageConformance, CancelConformance, HistoryConformance,
    DeadLetterConformance, RedriveConformance, LimitedRedriveConformance, OrderingConformance, LimitConformance, FairnessConformance,
    PriorityConformance, CheckpointConformance, ProgressConformance, TransactionConformance, OutboxConformance, PayloadReferenceConformance {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final InMemoryRunStore store = new InMemoryRunStore(clock, this::connect);
  private TestDatabase.Schema schema;

  /** Only transactional ops need a database. */
  private TestDatabase.Schema schema() {
    if (schema == null) {
      schema = TestDatabase.shared().newEmptySchema();
      schema.execute("create schema " + schema.name());
      schema.execute("create table " + schema.name() + ".ledger (entry text not null)");
    }
    return schema;
  }

  private Connection connect() {
    try {
      return schema().connection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void dropSchema() {
    if (schema != null) {
      schema.close();
    }
  }

  @Override
  public PayloadReferences references() {
    return new InMemoryPayloadReferences(store);
  }

  @Override
  public OutboxStore outbox() {
    return store.outbox();
  }

  @Override
  public int ledgerRows() {
    return schema().count("ledger");
  }

  @Override
  public RunStore store() {
    return store;
  }

  @Override
  public void advance(Duration duration) {
    clock.advance(duration);
  }

  @Override
  public void awaitListening(CountDownLatch listening) {
    // its subscribers hear at once
  }
}
