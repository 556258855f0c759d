package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.postgres.Database;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.schedule.FiredSchedule;
import dev.sluice.core.schedule.Firing;
import dev.sluice.core.schedule.MissedTicks;
import dev.sluice.core.schedule.ScheduleDefinition;
import dev.sluice.core.schedule.ScheduleState;
import dev.sluice.core.schedule.ScheduleStore;
import dev.sluice.core.schedule.TickPlan;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.time.Pause;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that stand still in the middle of a transaction, as a frozen machine does. */
@Timeout(120) // where nobody ends what stands still, that stands for ever
class StandstillTest {
  private static final Random RANDOM = new Random(11);
  private static final Duration LOOK = Duration.ofMillis(50);

  private static TickPlan plan(ScheduleState schedule, Instant now) {
    RunRequest run = new RunRequest(RunId.next(InstantSource.system(), RANDOM), "report", "v1", "{}", "only", Map.of(), "tick",
        List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
    return new TickPlan(new Firing(List.of(now), false, now.plus(Duration.ofHours(1))), List.of(run));
  }

  private static Optional<FiredSchedule> fire(Database database, ScheduleStore.Planner planner) {
    return database.schedules().fire("report", PublishWindow.CLOSED, planner);
  }

  @Test
  void whatATransactionHoldsComesFreeThoughItsProcessStandsStill() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema(); Database other = schema.open(3)) {
      schema.database().schedules().define(List.of(new ScheduleDefinition("report", "report", "0 * * * *", "UTC", MissedTicks.RUN_ALL, "{}")));
      CountDownLatch holding = new CountDownLatch(1);
      CountDownLatch thawed = new CountDownLatch(1);
      CompletableFuture<Optional<FiredSchedule>> frozen = CompletableFuture.supplyAsync(() -> fire(schema.database(), (schedule, now) -> {
        holding.countDown();
        await(thawed);
        return plan(schedule, now);
      }));
      holding.await();
      schema.execute("insert into " + schema.name() + ".outbox (run_id, op_key, number, topic, key, payload, written_at) "
          + "values (gen_random_uuid(), 'op', 0, 'topic', 'key', '{}', now())");
      CompletableFuture<Integer> delivering = CompletableFuture.supplyAsync(() ->
          other.outbox().relay(Set.of("topic"), 10, Duration.ofSeconds(1), message -> {
            await(thawed);
            return Optional.empty();
          }));

      assertThat(fire(other, StandstillTest::plan)).as("another process passes by what the frozen one holds").isEmpty();
      Optional<FiredSchedule> fired = Optional.empty();
      while (fired.isEmpty()) {
        Pause.REAL.pause(LOOK);
        fired = fire(other, StandstillTest::plan);
      }

      thawed.countDown();
      assertThatThrownBy(frozen::join).hasCauseInstanceOf(StoreUnavailableException.class);
      assertThat(schema.database().runStore().runs(new RunFilter(Optional.empty(), Optional.empty(), 10)))
          .as("the frozen process goes on with new connections, and has done nothing").hasSize(1);
      assertThat(delivering.join()).as("a delivery may take longer than that").isEqualTo(1);
      assertThat(schema.count("outbox")).isZero();
    }
  }

  @Test
  void migrationsWaitForEachOtherOutsideOfTransactions() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newEmptySchema(); Database other = schema.open(3);
        Connection holder = schema.connection(); Statement statement = holder.createStatement()) {
      schema.migrateTo(5);
      holder.setAutoCommit(false);
      statement.execute("lock table op_execution in access share mode");
      CompletableFuture<Void> first = CompletableFuture.runAsync(() -> schema.database().migrate());
      String ours = "select count(*) from pg_stat_activity where application_name = 'sluice' and query like '%%op_execution%%' and %s";
      while (schema.text(ours.formatted("wait_event_type = 'Lock'")).equals("0")) {
        Pause.REAL.pause(LOOK);
      }
      CompletableFuture<Void> second = CompletableFuture.runAsync(other::migrate);
      String lock = "select count(*) from pg_stat_activity where query like '%pg_try_advisory%' and state %s and application_name = 'sluice'";
      while (schema.text(lock.replace("%s", "like 'idle%'")).equals("0")) {
        Pause.REAL.pause(LOOK);
      }
      assertThat(schema.text(lock.replace("%s", "like 'idle in%'"))).isEqualTo("0");
      holder.rollback();
      first.join();
      second.join();
      assertThat(schema.database().runStore().backlog()).isEmpty();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
