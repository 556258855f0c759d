package dev.sluice.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.simulator.TestCoordinator;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.simulator.verify.Expectation;
import dev.sluice.simulator.verify.Findings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryExportTest {
  private static final Expectation RUNNING = new Expectation(true, 0);

  private final TestCoordinator coordinator = new TestCoordinator();

  @AfterEach
  void close() {
    coordinator.close();
  }

  private RunId submit() {
    coordinator.clock.advance(java.time.Duration.ofMillis(1));
    return coordinator.client().submit(SubmitRequest.of("hello", JsonNodeFactory.instance.objectNode())).runId();
  }

  @Test
  void aHistoryTakenWhileRunsGoOnIsOneMomentOfEach() {
    RunId done = submit();
    coordinator.work(1);
    RunId open = submit();
    History history = HistoryExport.ofEverything(coordinator.client());
    assertThat(history.accepted()).containsExactlyInAnyOrder(done, open);
    Findings findings = ExactlyOnceCheck.check(history, RUNNING);
    assertThat(findings.violations()).isEmpty();
    assertThat(findings.open()).containsExactly(open + "/greet PENDING with attempt 0");
  }

  @Test
  void whatHappensAfterTheRunsWereListedTearsNoRunApart() {
    RunId open = submit();
    AtomicBoolean moved = new AtomicBoolean();
    History.Collector collector = new History.Collector();
    HistoryExport.stream(coordinator.client(), new Relay(collector, line -> {
      if (moved.compareAndSet(false, true)) {
        coordinator.work(1);
        submit();
      }
    }));
    History history = collector.history();
    assertThat(history.accepted()).containsExactly(open);
    assertThat(history.events()).extracting(RunEvent::runId).containsOnly(open);
    assertThat(history.runs()).extracting(RunRow::status).containsExactly(RunStatus.SUCCEEDED);
    assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
  }

  @Test
  void aRunThatEndedOnOnePageAndAgainOnAnotherIsToldOnceAndLast(@TempDir Path folder) throws IOException {
    RunId first = submit();
    coordinator.failOne();
    SubmitRequest hello = SubmitRequest.of("hello", JsonNodeFactory.instance.objectNode());
    coordinator.client().submitAll(Collections.nCopies(HistoryExport.PAGE / 3, hello)); // each has several events
    while (coordinator.work(500) > 0) { } // until all have ended
    coordinator.client().retry(first);
    coordinator.work(1);

    History history = HistoryExport.ofEverything(coordinator.client());

    assertThat(history.events()).extracting(RunEvent::type).contains(EventType.RUN_FAILED, EventType.RUN_REOPENED);
    assertThat(history.runs()).extracting(RunRow::id).contains(first).doesNotHaveDuplicates();
    assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
    Path file = folder.resolve("history.jsonl"); // keeps the order in which it was told
    HistoryFile.write(file, sink -> HistoryExport.stream(coordinator.client(), sink));
    assertThat(ExactlyOnceCheck.check(new HistoryFile(file)).violations()).isEmpty();
  }
}
