package dev.sluice.tests.conformance.store;

import dev.sluice.core.store.RunStore;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresRunStoreTest
    implements SubmitConformance, CommitConformance, LeaseConformance, MessageConformance, CancelConformance, HistoryConformance,
    DeadLetterConformance, RedriveConformance,
    OrderingConformance, LimitConformance, FairnessConformance, PriorityConformance {
  private TestDatabase.Schema schema;

  @BeforeEach
  void makeSchema() {
    schema = TestDatabase.shared().newSchema();
  }

  @AfterEach
  void dropSchema() {
    schema.close();
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
