package dev.sluice.tests.conformance.schedule;

import dev.sluice.core.schedule.ScheduleStore;
import dev.sluice.core.store.RunStore;
import dev.sluice.tests.conformance.postgres.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresScheduleStoreTest implements ScheduleConformance {
  private TestDatabase.Schema schema;

  @BeforeEach
  void makeSchema() {
    schema = TestDatabase.shared().newSchema();
    Instant now = Instant.now();
    Instant fivePast = now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(65));
    schema.advance(Duration.between(now, fivePast)); // no test begins just before a tick
  }

  @AfterEach
  void dropSchema() {
    schema.close();
  }

  @Override
  public ScheduleStore schedules() {
    return schema.database().schedules();
  }

  @Override
  public RunStore runs() {
    return schema.database().runStore();
  }

  @Override
  public void advance(Duration duration) {
    schema.advance(duration);
  }
}
