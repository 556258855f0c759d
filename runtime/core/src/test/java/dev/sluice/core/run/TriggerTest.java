package dev.sluice.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.Trigger.Decision;
import dev.sluice.core.run.Trigger.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule on all that decides it: how many upstream ops are open, succeeded, failed, and failed so that the run fails. */
class TriggerTest {
  @ParameterizedTest
  @CsvSource({
    "ANY_SUCCEEDED, 1, 0, 1, 1, WAIT", "ANY_SUCCEEDED, 1, 1, 0, 0, START", "ANY_SUCCEEDED, 0, 0, 2, 0, SKIP",
    "ALL_DONE, 1, 1, 1, 1, WAIT", "ALL_DONE, 0, 0, 2, 2, START", "ALL_DONE, 0, 0, 0, 0, START",
    "NONE_FAILED, 1, 1, 0, 0, WAIT", "NONE_FAILED, 1, 1, 1, 0, SKIP", "NONE_FAILED, 0, 1, 0, 0, START",
    "ANY_FAILED, 1, 1, 0, 0, WAIT", "ANY_FAILED, 1, 0, 1, 0, START", "ANY_FAILED, 0, 2, 0, 0, SKIP",
    "UNDO, 1, 0, 1, 1, WAIT", "UNDO, 0, 1, 1, 1, START", "UNDO, 0, 1, 1, 0, SKIP"
  })
  void aTriggerDecidesByHowItsUpstreamStands(Trigger trigger, int open, int succeeded, int failed, int fatal, Decision decision) {
    assertThat(trigger.decide(new Standing(open, succeeded, failed, fatal))).isEqualTo(decision);
  }

  @Test
  void theDefaultIsCountedAndNotAsked() {
    assertThatThrownBy(() -> Trigger.ALL_SUCCEEDED.decide(new Standing(0, 1, 0, 0))).isInstanceOf(IllegalStateException.class);
  }
}
