package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.Verdict;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A message whose row someone holds at that moment must not be deleted: nothing would call for the op until it is forgotten. */
class LockedRowTest {
  @Test
  void aMessageWhoseRowIsLockedIsLeftInTheQueue() throws Exception {
    try (TestDatabase.Schema schema = TestDatabase.shared().newSchema()) {
      RunStore store = schema.database().runStore();
      RunRequest request = new RunRequest(RunId.next(InstantSource.system(), new Random(3)), "job", "v1", "{}", "only", Map.of(), null,
          List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
      OpExecutionTask message = store.submit(List.of(request), new PublishWindow(10, Duration.ofMinutes(1))).toPublish().get(0);
      Claim claim = new Claim("w1", "default", 1, Duration.ofSeconds(15));
      try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("select * from op_execution for update");
        ClaimOutcome outcome = store.claim(claim, List.of(message));
        assertThat(outcome.leases()).isEmpty();
        assertThat(outcome.verdicts()).containsExactly(Verdict.BUSY);
        other.rollback();
      }
      assertThat(store.claim(claim, List.of(message)).verdicts()).containsExactly(Verdict.CLAIMED);
    }
  }
}
