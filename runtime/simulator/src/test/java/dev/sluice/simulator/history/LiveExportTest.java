package dev.sluice.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Origin;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.simulator.TestCoordinator;
import dev.sluice.simulator.verify.ExactlyOnceCheck;
import dev.sluice.simulator.verify.Expectation;
import dev.sluice.simulator.verify.Rule;
import dev.sluice.simulator.verify.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes on while a history is exported breaks no promise: each run is read at a moment of its own. */
class LiveExportTest {
  private static final Expectation RUNNING = new Expectation(true, 0);
  private static final Duration MONTH = Duration.ofDays(30);

  private final TestCoordinator coordinator = new TestCoordinator();
  private final Random random = new Random(7);

  @AfterEach
  void close() {
    coordinator.close();
  }

  private RunId submit(int priority, String orderingKey) {
    RunRequest request = request(new OpPlan("greet", "default", priority, 3, List.of(), orderingKey));
    coordinator.store.submit(List.of(request), PublishWindow.CLOSED);
    return request.runId();
  }

  private RunRequest request(OpPlan op) {
    return new RunRequest(RunId.next(coordinator.clock, random), "hello", "v1", "{}", op.opKey(), Map.of(), null, List.of(op));
  }

  private void workOne() {
    coordinator.clock.advance(Duration.ofSeconds(2));
    coordinator.work(1);
  }

  /** Has the one op that is ready start a sub-job. */
  private RunId startSubJob() {
    Lease lease = coordinator.store.claim(new Claim("worker-1", "default", 1, Duration.ofSeconds(15)), List.of()).leases().get(0);
    RunRequest child = request(new OpPlan("greet", "default", 0, 3, List.of(), null)).from(new Origin(lease.key(), null));
    coordinator.store.commit("worker-1", List.of(new Attempt(lease.token(), new ExecutionResult.Suspended(child, null), Optional.empty(), false)),
        List.of(), PublishWindow.CLOSED);
    return child.runId();
  }

  /** Exports everything, and does one thing after each line of a kind. */
  private History export(Relay.Line line, Queue<Runnable> meanwhile) {
    return History.of(sink -> HistoryExport.stream(coordinator.client(), new Relay(sink, told -> {
      if (told == line && !meanwhile.isEmpty()) {
        meanwhile.remove().run();
      }
    })));
  }

  private static List<Violation> broken(History history) {
    return ExactlyOnceCheck.check(history, RUNNING).violations();
  }

  @Test
  void opsOfOneOrderingKeyMayRunWhileTheirRunsAreRead() {
    for (int run = 0; run < 20; run++) {
      submit(0, "customer-1"); // all in one millisecond, so that they are listed in no order
    }
    Queue<Runnable> work = new ArrayDeque<>();
    for (int run = 0; run < 20; run++) {
      work.add(this::workOne);
    }
    History history = export(Relay.Line.ROWS, work);
    assertThat(broken(history)).isEmpty();
    assertThat(history.runs()).allMatch(row -> row.asOf() != null);
  }

  @Test
  void soMayOpsOfSeveralPriorities() {
    Queue<Runnable> work = new ArrayDeque<>();
    for (int run = 0; run < 30; run++) {
      coordinator.clock.advance(Duration.ofMillis(5));
      submit(run % 2 == 0 ? 9 : 1, null);
      work.add(this::workOne);
    }
    assertThat(broken(export(Relay.Line.ROWS, work))).isEmpty();
  }

  @Test
  void aSubJobThatStartsAndEndsMeanwhileIsExportedWithTheRunAboveIt() {
    RunId run = submit(0, null);
    History history = export(Relay.Line.ACCEPTED, new ArrayDeque<>(List.of(() -> {
      startSubJob();
      workOne();
      workOne();
    })));
    assertThat(history.runs()).extracting(RunRow::id).hasSize(2).contains(run);
    assertThat(broken(history)).isEmpty();
    assertThat(broken(HistoryExport.ofEverything(coordinator.client()))).isEmpty();
  }

  @Test
  void aSubJobIsReadAfterTheRunAboveIt() {
    RunId run = submit(0, null);
    RunId child = startSubJob();
    History history = export(Relay.Line.ROWS, new ArrayDeque<>(List.of(() -> coordinator.store.cancel(run, "enough"))));
    assertThat(history.runs()).extracting(RunRow::id).containsExactly(run, child);
    assertThat(broken(history)).isEmpty();
  }

  @Test
  void anOpWhoseSubJobEndsAfterItWasReadIsNotStuck() {
    submit(0, null);
    RunId child = startSubJob();
    History history = export(Relay.Line.ROWS, new ArrayDeque<>(List.of(this::workOne)));
    assertThat(rows(history, child).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(broken(history)).isEmpty();
  }

  @Test
  void whatASubJobLacksSaysNothingIfItWasReadBeforeTheRunAboveIt() {
    RunId run = submit(0, null);
    RunId child = startSubJob();
    History early = HistoryExport.ofEverything(coordinator.client());
    coordinator.store.cancel(run, "enough");
    History late = HistoryExport.ofEverything(coordinator.client());
    List<RunEvent> events = Stream.concat(late.events().stream().filter(event -> event.runId().equals(run)),
        early.events().stream().filter(event -> event.runId().equals(child))).toList();
    RunRow above = rows(late, run);
    RunRow below = rows(early, child);
    assertThat(broken(new History(List.of(run, child), events, List.of(above, below)))).isEmpty();
    RunRow asIfComplete = new RunRow(child, below.status(), null, below.ops());
    assertThat(broken(new History(List.of(run, child), events, List.of(above, asIfComplete)))).extracting(Violation::rule)
        .containsExactly(Rule.AFTER_CANCEL);
  }

  @Test
  void aFileOfTheFormBeforeNeedNotHaveTheSubJobsOfItsRuns(@TempDir Path folder) throws IOException {
    RunId run = submit(0, null);
    startSubJob();
    History whole = HistoryExport.ofEverything(coordinator.client());
    RunRow row = rows(whole, run);
    Path file = folder.resolve("history.jsonl");
    HistoryFile.write(file, new History(List.of(run), whole.events().stream().filter(event -> event.runId().equals(run)).toList(),
        List.of(new RunRow(run, row.status(), null, row.ops()))));
    assertThat(ExactlyOnceCheck.check(new HistoryFile(file), RUNNING).violations()).extracting(Violation::rule).containsExactly(Rule.LOST_RUN);
    Files.writeString(file, Files.readString(file).replace("\"version\":3}", "\"version\":2}"));
    assertThat(ExactlyOnceCheck.check(new HistoryFile(file), RUNNING).violations()).isEmpty();
  }

  private static RunRow rows(History history, RunId run) {
    return history.runs().stream().filter(row -> row.id().equals(run)).findFirst().orElseThrow();
  }

  @Test
  void onlySomeRunsAreExportedWithTheirSubJobsAndNothingElse() {
    RunId run = submit(0, null);
    RunId child = startSubJob();
    workOne();
    workOne();
    submit(0, null);
    History history = HistoryExport.ofOnly(coordinator.client(), List.of(run));
    assertThat(history.runs()).extracting(RunRow::id).containsExactly(run, child);
    assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
    RunId lost = RunId.next(coordinator.clock, random);
    assertThat(ExactlyOnceCheck.check(HistoryExport.ofOnly(coordinator.client(), List.of(run, lost))).violations())
        .extracting(Violation::rule, Violation::subject).containsExactly(tuple(Rule.LOST_RUN, lost.toString()));
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCEPTED", "EVENT"})
  void whatRetentionForgetsMeanwhileIsForgottenAndNotLost(Relay.Line line) {
    RunId old = submit(0, null);
    workOne();
    coordinator.clock.advance(MONTH.minusDays(1));
    submit(0, null);
    workOne();
    coordinator.clock.advance(Duration.ofDays(2));
    History history = export(line, new ArrayDeque<>(List.of(() -> coordinator.store.forget(MONTH, 1_000))));
    assertThat(history.forgotten()).containsExactly(old);
    assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
    assertThat(ExactlyOnceCheck.check(history).runs()).isEqualTo(1);
  }

  @Test
  void ofWhatIsForgottenSomeEventsMayBeLeft() {
    RunId old = submit(0, null);
    workOne();
    History whole = HistoryExport.ofEverything(coordinator.client());
    History rest = new History(whole.accepted(), whole.events().subList(1, whole.events().size()), List.of(), List.of(), List.of(), List.of(old));
    assertThat(ExactlyOnceCheck.check(rest).violations()).isEmpty();
    assertThat(ExactlyOnceCheck.check(rest).hold()).isTrue();
  }
}
