package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.SubmitOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store promises about submitting. */
interface SubmitConformance extends StoreFixture {
  @Test
  default void theSameIdempotencyKeyGivenTwiceReturnsTheFirstRun() {
    RunRequest first = run("nightly", op("only"));
    RunRequest second = run("nightly", op("only"));
    RunRequest third = run("nightly", op("only"));
    SubmitOutcome once = store().submit(List.of(first, second), PublishWindow.CLOSED);
    SubmitOutcome again = store().submit(List.of(third), PublishWindow.CLOSED);
    assertThat(once.submissions()).extracting("runId").containsExactly(first.runId(), first.runId());
    assertThat(once.submissions()).extracting("created").containsExactly(true, false);
    assertThat(again.submissions()).extracting("runId").containsExactly(first.runId());
    assertThat(store().find(second.runId())).isEmpty();
  }

  @Test
  default void anOpExecutionIsFoundByItsKey() {
    RunRequest request = run(op("a"), op("b", "a"));
    store().submit(List.of(request), PublishWindow.CLOSED);
    List<IdempotencyRecord> all = store().ops(request.runId());
    assertThat(all).extracting(op -> op.key().opKey()).containsExactly("a", "b");
    assertThat(all).allSatisfy(op -> assertThat(store().op(op.key())).contains(op));
    assertThat(store().op(new IdempotencyKey(request.runId(), "c"))).isEmpty();
  }

  @Test
  default void aSubmitPublishesWhatTheWindowHasRoomFor() {
    SubmitOutcome outcome = store().submit(List.of(run(op("a"), op("b", "a")), run(op("c"))), WINDOW);
    assertThat(outcome.toPublish()).extracting(OpExecutionTask::opKey).containsExactlyInAnyOrder("a", "c");
    assertThat(store().publish("default", WINDOW)).isEmpty();
  }
}
