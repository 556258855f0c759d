package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store promises about checkpoints: the next attempt reads the last one, and only the current attempt writes. */
interface CheckpointConformance extends StoreFixture {
  @Test
  default void theNextAttemptReadsTheLastCheckpoint() {
    submit(op("a"));
    Lease first = claimOne("w1");
    assertThat(store().checkpoint(first.key())).isEmpty();
    assertThat(store().saveCheckpoint("w1", first.token(), "1")).isTrue();
    assertThat(store().saveCheckpoint("w1", first.token(), "{\"done\":2}")).isTrue();
    store().release("w1", List.of(first.token()));
    Lease second = claimOne("w2");
    assertThat(store().checkpoint(second.key())).contains("{\"done\":2}");
    assertThat(store().saveCheckpoint("w2", second.token(), "3")).isTrue();
    assertThat(store().checkpoint(second.key())).contains("3");
  }

  @Test
  default void aStalledWorkersCheckpointIsRefused() {
    RunId runId = submit(op("a"));
    Lease stalled = claimOne("w1");
    advance(LEASE.plusSeconds(1));
    Lease current = claimOne("w2");
    assertThat(store().saveCheckpoint("w2", current.token(), "2")).isTrue();
    assertThat(store().saveCheckpoint("w1", stalled.token(), "1")).isFalse();
    assertThat(store().saveCheckpoint("w1", current.token(), "1")).as("of another's lease").isFalse();
    assertThat(store().checkpoint(current.key())).contains("2");
    commit("w2", success(current));
    assertThat(store().saveCheckpoint("w2", current.token(), "3")).as("after the end").isFalse();
    assertThat(state(runId, "a")).isEqualTo(OpState.SUCCEEDED);
  }
}
