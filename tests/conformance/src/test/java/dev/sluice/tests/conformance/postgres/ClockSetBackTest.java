package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.DeadLetterFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database's clock is set back after something was written. */
class ClockSetBackTest extends CommitBench {
  @Test
  void whatCameIntoQuarantineBeforeIsFoundAndRedriven() {
    submit(op("only", null));
    schema.advance(Duration.ofMinutes(1));
    Lease lease = claim(1).get(0);
    commit(List.of(), ended(lease, new ExecutionResult.Failure(Cause.named("Boom", "it broke"), false)));
    schema.advance(Duration.ofMinutes(-1));

    assertThat(store.deadLetters().list(DeadLetterFilter.all(10))).extracting(letter -> letter.token()).containsExactly(lease.token());
    assertThat(store.deadLetters().redrive(DeadLetterFilter.all(10), Duration.ZERO)).containsExactly(lease.key());

    commit(List.of(), success(claim(1).get(0)));
    assertThat(store.find(lease.key().runId()).orElseThrow().status()).isEqualTo(RunStatus.SUCCEEDED);
  }
}
