package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.CommitOutcome;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The rows of rate limits, which ops of all runs share, are locked in the order of their keys. */
class RateLocksTest extends CommitBench {
  @Test
  void aRetryTakesItsPermitInTheOrderOfAllThatTheCommitAdmits() throws Exception {
    submit(rated("retried", "x"), rated("seen", "w"), op("first", null), rated("second", "w", "first"));
    List<Lease> leases = claim(3);
    Attempt[] attempts = leases.stream().filter(lease -> !lease.key().opKey().equals("seen")).map(RateLocksTest::end).toArray(Attempt[]::new);
    assertThat(attempts).hasSize(2);
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from rate_limit where rate = 'w' for update");
      CompletableFuture<CommitOutcome> commit = CompletableFuture.supplyAsync(() -> commit(List.of(), attempts));
      awaitItsWait(commit);
      assertThat(schema.text("select count(*) from (select from rate_limit where rate = 'x' for update skip locked) as free")).isEqualTo("1");
      other.rollback();
      assertThat(commit.get().committed()).hasSize(2);
    }
    assertThat(leases).extracting(lease -> state(lease.token()))
        .containsExactlyInAnyOrder(OpState.PENDING, OpState.RUNNING, OpState.SUCCEEDED);
  }

  private static OpPlan rated(String key, String rate, String... upstream) {
    return new OpPlan(key, "default", 0, 2, List.of(upstream), null, new Limits(null, new Limits.Rate(rate, 1, Duration.ofHours(1)), null));
  }

  /** Success of what has no rate limit, else a failure that is tried again. */
  private static Attempt end(Lease lease) {
    return lease.key().opKey().equals("first") ? success(lease) : new Attempt(lease.token(),
        new ExecutionResult.Failure(Cause.named("Boom", "it broke"), true), Optional.of(Duration.ofSeconds(1)), false, lease.consequence());
  }
}
