package dev.sluice.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScalingPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final Duration COOLDOWN = Duration.ofSeconds(60);
  private static final ScalingPolicy POLICY = new ScalingPolicy(5, 2, new WorkerRange(2, 20), COOLDOWN);

  @ParameterizedTest(name = "{0} ready, {1} workers, changed {2} s ago: {3} {4}")
  @CsvSource(nullValues = "-", value = {
      // ready, workers, seconds since the last change, action, size asked for
      "     0,  2,   -, HOLD,    0",
      "    10,  2,   -, HOLD,    0",
      "    11,  2,   -, GROW,    3",
      "    50,  4,   -, GROW,   10",
      "    51,  4,   -, GROW,   11",
      " 10000,  4,   -, GROW,   20",
      "   100, 20,   -, HOLD,    0",
      " 10000, 20,   -, HOLD,    0",
      "    20, 10,   -, HOLD,    0",
      "    19, 10,   -, SHRINK,  9",
      "     0, 10,   -, SHRINK,  9",
      "     5,  3,   -, SHRINK,  2",
      "     0,  3,   -, SHRINK,  2",
      "    11,  2,  59, HOLD,    0",
      "    11,  2,  60, GROW,    3",
      "     0, 10,  59, HOLD,    0",
      "     0, 10,  60, SHRINK,  9",
      // a size outside the range is corrected at once, whatever the backlog
      "     0,  0,   -, GROW,    2",
      "  1000,  1,   5, GROW,    2",
      "  1000, 25,   5, SHRINK, 20",
      "     -,  1,   -, GROW,    2",
      // what could not be measured changes nothing
      "     -, 10,   -, HOLD,    0",
      "     0,  -,   -, HOLD,    0",
      "  1000,  -,   -, HOLD,    0",
      "     -,  -,   -, HOLD,    0",
  })
  void thePoolFollowsItsBacklog(
      @Nullable Long ready, @Nullable Integer workers, @Nullable Long sinceChange, ScalingDecision.Action action, int size) {
    ScalingDecision decision = POLICY.decide(state(ready, workers, sinceChange));

    assertThat(decision.action()).as(decision.reason()).isEqualTo(action);
    assertThat(decision.workers()).isEqualTo(size);
  }

  @Test
  void workersThatHaveNotStartedYetCount() {
    ScalingDecision decision = POLICY.decide(new ScalingState(NOW, 50L, new FleetSize(10, 2), null));

    assertThat(decision).isEqualTo(ScalingDecision.hold("50 ready for 10 workers"));
  }

  @Test
  void oneReadyOpWakesAPoolThatMayBeEmpty() {
    ScalingPolicy fromZero = new ScalingPolicy(5, 2, new WorkerRange(0, 20), COOLDOWN);

    assertThat(fromZero.decide(state(1L, 0, null))).isEqualTo(ScalingDecision.move(0, 1, "1 ready for 0 workers"));
    assertThat(fromZero.decide(state(0L, 0, null)).action()).isEqualTo(ScalingDecision.Action.HOLD);
  }

  @Test
  void everyDecisionGivesItsReason() {
    assertThat(POLICY.decide(state(11L, 2, null)).reason()).isEqualTo("11 ready for 2 workers");
    assertThat(POLICY.decide(state(11L, 2, 30L)).reason()).isEqualTo("11 ready for 2 workers, cooling down until 2026-11-21T00:00:30Z");
    assertThat(POLICY.decide(state(null, 2, null)).reason()).isEqualTo("the backlog could not be measured");
    assertThat(POLICY.decide(state(0L, null, null)).reason()).isEqualTo("the size of the pool could not be measured");
    assertThat(POLICY.decide(state(0L, 1, null)).reason()).isEqualTo("1 workers are not within 2 to 20");
  }

  @Test
  void nonsenseIsRefusedWithItsValue() {
    WorkerRange range = new WorkerRange(2, 20);
    assertThatThrownBy(() -> new ScalingPolicy(0, 0, range, COOLDOWN)).hasMessage("growAbove must be > 0, got 0.0");
    assertThatThrownBy(() -> new ScalingPolicy(5, 6, range, COOLDOWN)).hasMessage("shrinkBelow must be 0 to growAbove 5.0, got 6.0");
    assertThatThrownBy(() -> new ScalingPolicy(5, 2, range, COOLDOWN.negated())).hasMessageContaining("got PT-1M");
    assertThatThrownBy(() -> new WorkerRange(-1, 2)).hasMessage("min must be >= 0, got -1");
    assertThatThrownBy(() -> new WorkerRange(3, 2)).hasMessage("max must be >= 1 and >= min 3, got 2");
    assertThatThrownBy(() -> new ScalingState(NOW, -1L, null, null)).hasMessage("ready must be >= 0, got -1");
  }

  private static ScalingState state(@Nullable Long ready, @Nullable Integer workers, @Nullable Long sinceChange) {
    return new ScalingState(
        NOW, ready, workers == null ? null : new FleetSize(workers, workers), sinceChange == null ? null : NOW.minusSeconds(sinceChange));
  }
}
