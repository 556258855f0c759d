package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.RunFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store promises about lists and history. */
interface HistoryConformance extends StoreFixture {
  @Test
  default void runsAreListedNewestFirstInPages() {
    RunId first = submit(op("only"));
    RunId second = submit(op("only"));
    RunId third = submit(op("only"));
    List<RunId> newestFirst = List.of(first, second, third).stream().sorted((a, b) -> b.compareTo(a)).toList();
    List<Run> page = store().runs(new RunFilter(Optional.of("job"), Optional.empty(), 2));
    assertThat(page).extracting(Run::id).containsExactlyElementsOf(newestFirst.subList(0, 2));
    assertThat(store().runs(new RunFilter(Optional.empty(), Optional.of(page.get(1).id()), 2))).extracting(Run::id)
        .containsExactly(newestFirst.get(2));
    assertThat(store().runs(new RunFilter(Optional.of("other"), Optional.empty(), 2))).isEmpty();
  }

  @Test
  default void theWholeHistoryCanBePaged() {
    RunId runId = submit(op("only"));
    commit("w1", success(claimOne("w1")));
    List<RunEvent> firstPage = store().eventsAfter(0, 2);
    List<RunEvent> rest = store().eventsAfter(firstPage.get(1).sequence(), 100);
    assertThat(firstPage).hasSize(2);
    assertThat(rest).extracting(RunEvent::type).containsExactly(EventType.OP_SUCCEEDED, EventType.RUN_SUCCEEDED);
    assertThat(rest).allSatisfy(event -> assertThat(event.runId()).isEqualTo(runId));
  }

  @Test
  default void runsThatEndedLongAgoAreForgottenWithTheirHistoryAndNoOthers() {
    RunId old = submit(op("only"));
    commit("w1", success(claimOne("w1")));
    RunId open = submit(op("only"));
    advance(Duration.ofDays(40));
    RunId young = submit(op("only", "other", 0, 1));
    commit("w1", success(store().claim(new Claim("w1", "other", 1, LEASE), List.of()).leases().get(0)));

    assertThat(store().forget(Duration.ofDays(30), 10)).isEqualTo(1);
    assertThat(store().forget(Duration.ofDays(30), 10)).isZero();

    assertThat(store().find(old)).isEmpty();
    assertThat(store().ops(old)).isEmpty();
    assertThat(store().find(open)).isPresent();
    assertThat(store().find(young)).isPresent();
    assertThat(store().events(open)).isNotEmpty();
    assertThat(store().events(young)).isNotEmpty();
    assertThat(store().eventsAfter(0, 100)).extracting(RunEvent::runId).contains(open, young);
  }
}
