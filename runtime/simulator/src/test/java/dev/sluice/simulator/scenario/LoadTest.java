package dev.sluice.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.simulator.TestCoordinator;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryExport;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTest {
  private final TestCoordinator coordinator = new TestCoordinator();
  private final MixedLoad mixed = new MixedLoad("nightly", 110, 10, 0.02, 42);

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void isFollowedToItsEndAndExported() throws InterruptedException {
    Load load = new Load(coordinator.client(), coordinator.clock, pause -> coordinator.work(50));
    assertThat(load.submit(mixed.requests())).hasSize(120).doesNotHaveDuplicates();
    List<LoadProgress> seen = new ArrayList<>();
    assertThat(load.awaitEnd(Duration.ofHours(1), seen::add)).isTrue();
    assertThat(seen).extracting(LoadProgress::ended).containsExactly(0, 50, 100, 120);
    assertThat(seen.get(3).jobs()).containsEntry("slow", new LoadProgress.JobProgress(10, 10, 10, 10));
    History history = HistoryExport.of(coordinator.client(), load.accepted());
    assertThat(history.runs()).hasSize(120);
    assertThat(history.runs().stream().flatMap(run -> run.ops().stream()).toList()).hasSize(120);
    assertThat(history.events()).extracting(RunEvent::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
    assertThat(HistoryExport.ofEverything(coordinator.client()).events()).isEqualTo(history.events());
  }

  @Test
  void theSameLoadSubmittedTwiceStartsNothingTwice() {
    Load load = new Load(coordinator.client(), coordinator.clock, pause -> { });
    List<RunId> first = load.submit(mixed.requests());
    assertThat(load.submit(mixed.requests())).isEqualTo(first);
    assertThat(load.accepted()).hasSize(120);
  }

  @Test
  void givesUpWhenTheTimeIsOver() throws InterruptedException {
    Load load = new Load(coordinator.client(), coordinator.clock, coordinator.clock);
    load.submit(mixed.requests());
    assertThat(load.awaitEnd(Duration.ofSeconds(10), progress -> { })).isFalse();
  }

  @Test
  void runsOfOthersAreNotCounted() throws InterruptedException {
    new Load(coordinator.client(), coordinator.clock, pause -> { }).submit(mixed.requests());
    Load load = new Load(coordinator.client(), coordinator.clock, pause -> coordinator.work(50));
    load.submit(new MixedLoad("other", 5, 0, 0.02, 1).requests());
    assertThat(load.awaitEnd(Duration.ofHours(1), progress -> assertThat(progress.accepted()).isEqualTo(5))).isTrue();
  }

  @Test
  void aCoordinatorThatDoesNotAnswerIsNoProgress() {
    Load load = new Load(coordinator.client(), coordinator.clock, pause -> { });
    load.submit(mixed.requests());
    coordinator.close();
    assertThat(load.progress()).isEmpty();
  }
}
