package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.Verdict;
import dev.sluice.core.time.Pause;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What passes over a row that someone holds at that moment must not forget it. */
@Timeout(60)
class LockedRowTest {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Claim CLAIM = new Claim("w1", "default", 1, Duration.ofSeconds(15));

  private static RunRequest request() {
    return new RunRequest(RunId.next(InstantSource.system(), new Random(3)), "job", "v1", "{}", "only", Map.of(), null,
        List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
  }

  /** Deleted, nothing would call for the op until it is forgotten. */
  @Test
  void aMessageWhoseRowIsLockedIsLeftInTheQueue() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      RunStore store = schema.database().runStore();
      OpExecutionTask message = store.submit(List.of(request()), new PublishWindow(10, Duration.ofMinutes(1))).toPublish().get(0);
      try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("select * from op_execution for update");
        ClaimOutcome outcome = store.claim(CLAIM, List.of(message));
        assertThat(outcome.leases()).isEmpty();
        assertThat(outcome.verdicts()).containsExactly(Verdict.BUSY);
        other.rollback();
      }
      assertThat(store.claim(CLAIM, List.of(message)).verdicts()).containsExactly(Verdict.CLAIMED);
    }
  }

  @Test
  void aHeartbeatThatMeetsACheckpointLosesNoLease() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema();
        Connection other = schema.connection(); Statement statement = other.createStatement()) {
      RunStore store = schema.database().runStore();
      RunId run = store.submit(List.of(request()), PublishWindow.CLOSED).submissions().get(0).runId();
      Lease lease = store.claim(CLAIM, List.of()).leases().get(0);
      Duration longer = CLAIM.lease().multipliedBy(2);
      assertThat(store.saveCheckpoint("w1", lease.token(), "1", Duration.ZERO)).isTrue();
      other.setAutoCommit(false);
      statement.execute("select * from op_checkpoint for update");
      CompletableFuture<Boolean> saving =
          CompletableFuture.supplyAsync(() -> store.saveCheckpoint("w1", lease.token(), "2", longer));
      while (schema.text("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%op_checkpoint%'").equals("0")) {
        Pause.REAL.pause(LOOK);
      }

      assertThat(store.heartbeat("w1", List.of(lease.token()), longer).lost()).as("it holds the row of the op").isEmpty();
      other.rollback();

      assertThat(saving.join()).isTrue();
      assertThat(store.ops(run).get(0).leaseExpiresAt()).isAfterOrEqualTo(lease.expiresAt().plus(CLAIM.lease()));
    }
  }
}
