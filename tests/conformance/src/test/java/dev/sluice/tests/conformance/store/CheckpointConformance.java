package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a store promises about checkpoints: the next attempt reads the last one, only the current attempt writes, and it keeps its lease so. */
interface CheckpointConformance extends StoreFixture {
  @Test
  default void theNextAttemptReadsTheLastCheckpoint() {
    submit(op("a"));
    Lease first = claimOne("w1");
    assertThat(store().checkpoint(first.key())).isEmpty();
    assertThat(store().saveCheckpoint("w1", first.token(), "1", LEASE)).isTrue();
    assertThat(store().saveCheckpoint("w1", first.token(), "{\"done\":2}", LEASE)).isTrue();
    store().release("w1", List.of(first.token()));
    Lease second = claimOne("w2");
    assertThat(store().checkpoint(second.key())).contains("{\"done\":2}");
    assertThat(store().saveCheckpoint("w2", second.token(), "3", LEASE)).isTrue();
    assertThat(store().checkpoint(second.key())).contains("3");
  }

  @Test
  default void aCheckpointExtendsTheLeaseAndNeverShortensIt() {
    RunId runId = submit(op("a"));
    Lease lease = claimOne("w1");
    Duration later = LEASE.minusSeconds(1);
    advance(later);
    assertThat(store().saveCheckpoint("w1", lease.token(), "1", LEASE)).isTrue();
    Instant extended = expiry(runId);
    assertThat(extended).isAfterOrEqualTo(lease.expiresAt().plus(later));
    assertThat(store().saveCheckpoint("w1", lease.token(), "2", Duration.ZERO)).isTrue();
    assertThat(expiry(runId)).isEqualTo(extended);
    assertThat(store().saveCheckpoint("another", lease.token(), "3", LEASE.multipliedBy(2))).isFalse();
    assertThat(expiry(runId)).isEqualTo(extended);
  }

  private Instant expiry(RunId runId) {
    return Objects.requireNonNull(store().ops(runId).get(0).leaseExpiresAt());
  }

  @Test
  default void aStalledWorkersCheckpointIsRefused() {
    RunId runId = submit(op("a"));
    Lease stalled = claimOne("w1");
    advance(LEASE.plusSeconds(1));
    Lease current = claimOne("w2");
    assertThat(store().saveCheckpoint("w2", current.token(), "2", LEASE)).isTrue();
    assertThat(store().saveCheckpoint("w1", stalled.token(), "1", LEASE)).isFalse();
    assertThat(store().saveCheckpoint("w1", current.token(), "1", LEASE)).as("of another's lease").isFalse();
    assertThat(store().checkpoint(current.key())).contains("2");
    commit("w2", success(current));
    assertThat(store().saveCheckpoint("w2", current.token(), "3", LEASE)).as("after the end").isFalse();
    assertThat(state(runId, "a")).isEqualTo(OpState.SUCCEEDED);
  }
}
