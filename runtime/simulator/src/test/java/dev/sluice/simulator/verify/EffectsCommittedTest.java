package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.RunId;
import org.junit.jupiter.api.Test;

class EffectsCommittedTest {
  private final Story story = new Story();
  private final RunId run = story.submit(0, null);

  @Test
  void theEffectOfTheCommittedAttemptHolds() {
    story.lease(run).retry(run).lease(run).succeed(run).effect(run, 2);
    assertThat(story.broken()).isEmpty();
    assertThat(ExactlyOnceCheck.check(story.history()).effects()).isEqualTo(1);
  }

  @Test
  void theEffectOfAnAttemptThatFailedIsWithoutCommit() {
    story.lease(run).retry(run).lease(run).succeed(run).effect(run, 1);
    assertThat(story.broken()).containsExactly(Rule.EFFECT_WITHOUT_COMMIT);
  }

  @Test
  void theSameEffectTwiceIsDouble() {
    story.lease(run).succeed(run).effect(run, 1).effect(run, 1);
    assertThat(story.broken()).containsExactly(Rule.EFFECT_TWICE);
  }

  @Test
  void theEffectOfARunThatNobodySubmittedIsFound() {
    story.lease(run).succeed(run).effect(RunId.parse("01b00000-0000-7000-8000-000000000001"), 1);
    assertThat(story.broken()).containsExactly(Rule.NOT_SUBMITTED);
  }
}
