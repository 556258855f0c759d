package dev.sluice.tests.conformance.store;

import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.payload.PayloadReferences;
import dev.sluice.core.store.RunStore;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresRunStoreTest
    implements SubmitConformance, CommitConformance, LeaseConformance, MessageConformance, CancelConformance, HistoryConformance,
    DeadLetterConformance, RedriveConformance, LimitedRedriveConformance, OrderingConformance, LimitConformance, FairnessConformance,
    PriorityConformance, CheckpointConformance, ProgressConformance, TransactionConformance, OutboxConformance, PayloadReferenceConformance {
  private TestDatabase.Schema schema;

  @BeforeEach
  void makeSchema() {
    schema = TestDatabase.shared().newSchema();
    schema.execute("create table " + schema.name() + ".ledger (entry text not null)");
  }

  @AfterEach
  void dropSchema() {
    schema.close();
  }

  @Override
  public PayloadReferences references() {
    return schema.database().payloadReferences();
  }

  @Override
  public OutboxStore outbox() {
    return schema.database().outbox();
  }

  @Override
  public int ledgerRows() {
    return schema.count("ledger");
  }

  @Override
  public RunStore store() {
    return schema.database().runStore();
  }

  @Override
  public void advance(Duration duration) {
    schema.advance(duration);
  }
}
