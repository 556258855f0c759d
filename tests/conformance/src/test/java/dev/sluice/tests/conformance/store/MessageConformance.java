package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.ClaimOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store promises about messages and the window. */
interface MessageConformance extends StoreFixture {
  @Test
  default void theWindowBoundsWhatIsPublished() {
    for (int i = 0; i < 15; i++) {
      submit(op("only"));
    }
    List<OpExecutionTask> first = store().publish("default", WINDOW);
    assertThat(first).hasSize(10).allSatisfy(task -> assertThat(task.publishSequence()).isEqualTo(1));
    assertThat(store().publish("default", WINDOW)).isEmpty();
    store().unpublish(first.subList(0, 3));
    assertThat(store().publish("default", WINDOW)).hasSize(3).allSatisfy(task -> assertThat(task.publishSequence()).isEqualTo(2));
    advance(Duration.ofMinutes(2));
    assertThat(store().publish("default", WINDOW)).hasSize(10);
  }

  @Test
  default void aMessageThatMadeAWorkerClaimLeavesTheWindow() {
    PublishWindow one = new PublishWindow(1, Duration.ofMinutes(1));
    OpExecutionTask first = store().submit(List.of(run(op("long"))), one).toPublish().get(0);
    assertThat(store().submit(List.of(run(op("other"))), one).toPublish()).isEmpty();
    assertThat(store().claim(new Claim("w1", "default", 1, LEASE), List.of(first)).verdicts()).containsExactly(Verdict.CLAIMED);
    assertThat(store().publish("default", one)).extracting(OpExecutionTask::opKey).containsExactly("other");
  }

  @Test
  default void aMessageWhoseOpWasClaimedWithoutItStaysInTheWindowUntilItIsReceived() {
    PublishWindow one = new PublishWindow(1, Duration.ofMinutes(1));
    OpExecutionTask first = store().submit(List.of(run(op("long"))), one).toPublish().get(0);
    claimOne("w1");
    store().submit(List.of(run(op("other"))), PublishWindow.CLOSED);
    assertThat(store().publish("default", one)).isEmpty();
    store().claim(new Claim("w2", "default", 0, LEASE), List.of(first));
    assertThat(store().publish("default", one)).extracting(OpExecutionTask::opKey).containsExactly("other");
  }

  @Test
  default void aMessageIsJudgedByItsRow() {
    OpExecutionTask task = store().submit(List.of(run(op("only"))), WINDOW).toPublish().get(0);
    ClaimOutcome claimed = store().claim(new Claim("w1", "default", 1, LEASE), List.of(task));
    assertThat(claimed.verdicts()).containsExactly(Verdict.CLAIMED);
    assertThat(store().claim(new Claim("w2", "default", 1, LEASE), List.of(task)).verdicts()).containsExactly(Verdict.REDUNDANT);
    Attempt held = new Attempt(claimed.leases().get(0).token(), new ExecutionResult.Success("1"), Optional.empty(), true);
    store().commit("w1", List.of(held), List.of(), WINDOW);
    assertThat(store().claim(new Claim("w2", "default", 1, LEASE), List.of(task, task)).verdicts())
        .containsExactly(Verdict.REDUNDANT, Verdict.REDUNDANT);
    assertThat(history(RunId.parse(task.runId())))
        .contains(EventType.DUPLICATE_SUPPRESSED).containsOnlyOnce(EventType.OP_SUCCEEDED);
  }

  @Test
  default void aMessageWhoseOpWasNotAmongTheBestIsPublishedAgainLater() {
    OpExecutionTask low = store().submit(List.of(run(op("low", "default", 0, 3))), WINDOW).toPublish().get(0);
    submit(op("high", "default", 9, 3));
    ClaimOutcome outcome = store().claim(new Claim("w1", "default", 1, LEASE), List.of(low));
    assertThat(outcome.leases()).extracting(lease -> lease.key().opKey()).containsExactly("high");
    assertThat(outcome.verdicts()).containsExactly(Verdict.DEFERRED);
    List<OpExecutionTask> again = store().publish("default", WINDOW);
    assertThat(again).extracting(OpExecutionTask::opKey).containsExactly("low");
    assertThat(again.get(0).publishSequence()).isEqualTo(2);
  }

  @Test
  default void aMessageOfAnEarlierPublicationOfAnOpThatNeverStartedIsRedundant() {
    OpExecutionTask early = store().submit(List.of(run(op("late"))), WINDOW).toPublish().get(0);
    store().unpublish(List.of(early));
    assertThat(store().publish("default", WINDOW)).extracting(OpExecutionTask::publishSequence).containsExactly(2);
    submit(op("high", "default", 9, 3));
    ClaimOutcome outcome = store().claim(new Claim("w1", "default", 1, LEASE), List.of(early));
    assertThat(outcome.leases()).extracting(lease -> lease.key().opKey()).containsExactly("high");
    assertThat(outcome.verdicts()).containsExactly(Verdict.REDUNDANT);
    assertThat(history(RunId.parse(early.runId()))).contains(EventType.DUPLICATE_SUPPRESSED);
  }

  @Test
  default void aMessageOfAnUnknownOpIsUnknown() {
    String runId = run(op("only")).runId().toString();
    OpExecutionTask stranger = new OpExecutionTask(1, runId + "/only", runId, "only", "job", "v1", "default", 0, 1, null);
    OpExecutionTask malformed = new OpExecutionTask(1, "x/Y!", "x", "Y!", "job", "v1", "default", 0, 1, null);
    assertThat(store().claim(new Claim("w1", "default", 1, LEASE), List.of(stranger, malformed)).verdicts())
        .containsExactly(Verdict.UNKNOWN, Verdict.UNKNOWN);
  }
}
