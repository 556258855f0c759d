package dev.sluice.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.OpState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a message, by the row that it names. */
class VerdictTest {
  @ParameterizedTest
  @EnumSource(OpState.class)
  void aMessageOfAPublicationThatNeverWasIsUnknownAndAnOlderOneRedundant(OpState state) {
    assertThat(Verdict.of(3, 2, state, true)).isEqualTo(Verdict.UNKNOWN);
    assertThat(Verdict.of(1, 2, state, true)).isEqualTo(Verdict.REDUNDANT);
  }

  @Test
  void theMessageOfWhatThisCallClaimedIsKept() {
    assertThat(Verdict.of(2, 2, OpState.RUNNING, true)).isEqualTo(Verdict.CLAIMED);
  }

  @ParameterizedTest
  @EnumSource(value = OpState.class, names = {"WAITING", "PENDING"})
  void whatStillWaitsIsDeferred(OpState state) {
    assertThat(Verdict.of(2, 2, state, false)).isEqualTo(Verdict.DEFERRED);
  }

  @ParameterizedTest
  @EnumSource(value = OpState.class, names = {"WAITING", "PENDING"}, mode = EnumSource.Mode.EXCLUDE)
  void whatSomebodyElseHasOrHasEndedNeedsNoMessage(OpState state) {
    assertThat(Verdict.of(2, 2, state, false)).isEqualTo(Verdict.REDUNDANT);
  }
}
