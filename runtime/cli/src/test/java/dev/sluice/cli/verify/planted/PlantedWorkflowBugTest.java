package dev.sluice.cli.verify.planted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Call;
import dev.sluice.cli.CliExit;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.HistoryFile;
import dev.sluice.simulator.history.RunRow;
import dev.sluice.simulator.verify.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantedWorkflowBugTest {
  /** A map of sub-jobs. */
  private static final class Whole implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      Op<Integer> start = job.op("start", Integer.class, (n, context) -> n);
      Op<List<Integer>> parts = job.mapSub("part", new Part(), start, n -> List.of(n, n + 1));
      return job.output(job.op("sum", Integer.class, parts, (all, context) -> all.stream().mapToInt(n -> n).sum()));
    }
  }

  /** A decision. */
  private static final class Part implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      Op<Boolean> even = job.op("even", Boolean.class, (n, context) -> n % 2 == 0);
      Op<Integer> half = job.op("half", Integer.class, (n, context) -> n / 2).onlyIf(even, true);
      Op<Integer> same = job.op("same", Integer.class, (n, context) -> n).onlyIf(even, false);
      return job.output(job.firstOf("result", Integer.class, List.of(half, same)));
    }
  }

  @TempDir private Path folder;

  private static History live(WorkflowBug bug) {
    VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
    InMemoryRunStore inner = new InMemoryRunStore(clock);
    Trail trail = new Trail(inner, clock);
    RunStore store = bug.plantIn(inner, trail);
    JobRegistry jobs = JobRegistry.of(List.of(new Whole(), new Part()));
    Payloads payloads = new Payloads(1 << 16);
    RunPlanner planner = new RunPlanner(clock, new Random(1), payloads, 3);
    OpRunner runner = new OpRunner(jobs, payloads, planner, clock, (after, action) -> () -> {});
    store.submit(List.of(planner.plan(jobs.job("whole"), "4", Map.of(), null)), PublishWindow.CLOSED);
    Claim claim = new Claim("worker-1", "default", 1, Duration.ofSeconds(10));
    for (List<Lease> leases = store.claim(claim, List.of()).leases(); !leases.isEmpty(); leases = store.claim(claim, List.of()).leases()) {
      Lease lease = leases.get(0);
      store.commit("worker-1", List.of(new Attempt(lease.token(), runner.run(lease, new AttemptSignal()).orElseThrow(), Optional.empty(), false)),
          List.of(), PublishWindow.CLOSED);
    }
    List<Run> runs = store.runs(new RunFilter(Optional.empty(), Optional.empty(), RunFilter.MAX_LIMIT));
    return new History(runs.stream().map(Run::id).toList(), trail.events(),
        runs.stream().map(run -> RunRow.of(RunDetail.of(run, store.ops(run.id()), List.of()))).toList());
  }

  private Call verify(History history, Path certificate, String... options) throws Exception {
    Path file = folder.resolve("history.jsonl");
    HistoryFile.write(file, history);
    return Call.of(Stream.concat(Stream.of("verify", "--history", file.toString(), "--certificate", certificate.toString()), Stream.of(options))
        .toArray(String[]::new));
  }

  @Test
  void mapsSubJobsAndDecisionsHold() throws Exception {
    History history = live(WorkflowBug.NONE);
    assertThat(history.events()).extracting(RunEvent::type)
        .contains(EventType.OP_EXPANDED, EventType.OP_SUSPENDED, EventType.OP_SIGNALED, EventType.OP_SKIPPED);
    Call call = verify(history, folder.resolve("certificate.json"));
    assertThat(call.exitCode()).as(call.out()).isEqualTo(CliExit.DONE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFoundUnderItsNameWithTheShortestHistoryThatShowsIt(WorkflowBug bug) throws Exception {
    assertFound(live(bug), bug.rule());
  }

  @ParameterizedTest
  @EnumSource
  void soIsABugBetweenARunAndItsSubJobsAlsoWhileRunsMayGoOn(SubJobBug bug) throws Exception {
    History history = bug.plantIn(live(WorkflowBug.NONE));
    assertFound(history, bug.atRest());
    assertFound(history, bug.whileRunning(), "--running");
  }

  private void assertFound(History history, Rule rule, String... options) throws Exception {
    Path certificate = folder.resolve("certificate.json");
    Call call = verify(history, certificate, options);
    assertThat(call.exitCode()).as(call.out()).isEqualTo(CliExit.CHECK_FAILED);
    assertThat(call.out()).contains(rule + " (" + rule.invariant() + ": ");
    JsonNode document = new ObjectMapper().readTree(certificate.toFile());
    assertThat(document.path("violations")).isNotEmpty().allSatisfy(offence -> {
      assertThat(offence.path("rule").asText()).isEqualTo(rule.name());
      assertThat(offence.path("history").size()).as(offence.toString()).isBetween(1, 2);
      assertThat(document.path("open")).noneMatch(open -> open.asText().startsWith(offence.path("subject").asText() + " "));
    });
  }
}
