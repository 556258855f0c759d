package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.RunId;
import dev.sluice.simulator.history.MessageRecord.Step;
import org.junit.jupiter.api.Test;

class DeleteAfterCommitTest {
  private final Story story = new Story();
  private final RunId run = story.submit(0, null);

  @Test
  void aDeleteAfterTheCommitHolds() {
    story.lease(run).message(run, Step.CLAIMED).succeed(run).message(run, Step.DELETED);
    assertThat(story.broken()).isEmpty();
    assertThat(ExactlyOnceCheck.check(story.history()).facts()).containsEntry(Invariant.I4, 1L);
  }

  @Test
  void aDeleteWhileItsAttemptRunsIsEarly() {
    story.lease(run).message(run, Step.CLAIMED).message(run, Step.DELETED).succeed(run);
    assertThat(story.broken()).containsExactly(Rule.EARLY_DELETE);
  }

  @Test
  void aDeleteOfAMessageThatTheRowMadeRedundantHolds() {
    story.message(run, Step.DEFERRED).message(run, Step.DELETED).lease(run).succeed(run);
    assertThat(story.broken()).isEmpty();
  }

  @Test
  void aDeleteByWhoDidNotAskIsEarly() {
    story.message(run, Step.DELETED).lease(run).succeed(run);
    assertThat(story.broken()).containsExactly(Rule.EARLY_DELETE);
  }

  @Test
  void aDeleteAfterTheLeaseWasTakenBackHolds() {
    story.lease(run).message(run, Step.CLAIMED).retry(run).message(run, Step.DELETED).lease(run).succeed(run);
    assertThat(story.broken()).isEmpty();
  }
}
