package dev.sluice.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the ends of ops make of a run, and what an attempt's token refuses. */
class RunDecisionsTest {
  private static final IdempotencyKey KEY = IdempotencyKey.parse("01900000-0000-7000-8000-000000000001/op");

  @Test
  void aRunEndsByItsWorstOpUnlessItWasCalledOff() {
    assertThat(RunStatus.verdict(0, 0, false)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(RunStatus.verdict(0, 1, false)).isEqualTo(RunStatus.CANCELED);
    assertThat(RunStatus.verdict(1, 1, false)).isEqualTo(RunStatus.FAILED);
    assertThat(RunStatus.verdict(1, 0, true)).isEqualTo(RunStatus.CANCELED);
    assertThat(Arrays.stream(RunStatus.values()).filter(RunStatus::isTerminal))
        .containsExactly(RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELED);
  }

  @Test
  void everyEndHasItsEventAndNothingElseHasOne() {
    Map<OpState, EventType> ends = Map.of(OpState.SUCCEEDED, EventType.OP_SUCCEEDED, OpState.FAILED, EventType.OP_FAILED,
        OpState.SKIPPED, EventType.OP_SKIPPED, OpState.CANCELED, EventType.OP_CANCELED);
    ends.forEach((state, event) -> assertThat(EventType.ofEnd(state)).isEqualTo(event));
    for (OpState state : EnumSet.complementOf(EnumSet.copyOf(ends.keySet()))) {
      assertThat(state.isTerminal()).isFalse();
      assertThatThrownBy(() -> EventType.ofEnd(state)).hasMessage(state + " is not an end");
    }
    assertThat(EventType.ofEnd(RunStatus.SUCCEEDED)).isEqualTo(EventType.RUN_SUCCEEDED);
    assertThat(EventType.ofEnd(RunStatus.FAILED)).isEqualTo(EventType.RUN_FAILED);
    assertThat(EventType.ofEnd(RunStatus.CANCELED)).isEqualTo(EventType.RUN_CANCELED);
    for (RunStatus status : Set.of(RunStatus.PENDING, RunStatus.RUNNING)) {
      assertThatThrownBy(() -> EventType.ofEnd(status)).hasMessage(status + " is not an end");
    }
  }

  @Test
  void anAttemptHasANumberFromOne() {
    assertThat(new LeaseToken(KEY, 1)).hasToString(KEY + "#1");
    assertThatThrownBy(() -> new LeaseToken(KEY, 0)).hasMessage("attempt must be >= 1, got 0");
  }

  @Test
  void keysSortByRunAndThenByOp() {
    IdempotencyKey later = IdempotencyKey.parse("01900000-0000-7000-8000-000000000002/op");
    IdempotencyKey other = IdempotencyKey.parse("01900000-0000-7000-8000-000000000001/other");
    assertThat(KEY).isLessThan(later).isLessThan(other).isEqualByComparingTo(KEY);
  }

  @Test
  void aRunIdIsAUuidAndNothingElse() {
    assertThatThrownBy(() -> RunId.parse("x")).hasMessageContaining("36 letters");
    assertThatThrownBy(() -> RunId.parse("0190000000000-7000-8000-00000000000x")).hasMessageContaining("a run id is a UUID, got");
  }
}
