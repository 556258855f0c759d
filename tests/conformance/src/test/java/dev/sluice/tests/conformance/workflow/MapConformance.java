package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.run.Trigger;
import dev.sluice.core.store.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Maps: their elements, how many run at a time, whose they are, and what becomes of them when some fail. */
interface MapConformance extends BenchFixture {
  private static JobSource<?, ?> doubled(Trouble trouble) {
    return new Sketch<>("doubled", Integer.class, job -> {
      Op<List<Integer>> twice = job.map("twice", Integer.class, Integer.class, n -> IntStream.range(0, n).boxed().toList(),
          (i, context) -> trouble.pass(context, 2 * i)).width(2);
      return job.output(job.op("gather", String.class, twice, (all, context) -> all.toString()));
    });
  }

  private static JobSource<?, ?> lenient(Trouble trouble) {
    return new Sketch<>("lenient", Integer.class, job -> {
      Op<List<Integer>> twice = job.map("twice", Integer.class, Integer.class, n -> IntStream.range(0, n).boxed().toList(),
          (i, context) -> trouble.pass(context, 2 * i)).mayFail();
      return job.output(job.op("gather", String.class, twice, (all, context) -> all.toString()).when(Trigger.ALL_DONE));
    });
  }

  @Test
  default void noMoreElementsOfARunAreHeldThanItsWidthAndEachRunHasItsOwn() {
    JobBench bench = bench(doubled(new Trouble()));
    List<RunId> runs = List.of(bench.submit("doubled", "5"), bench.submit("doubled", "5"));
    bench.claim(2).forEach(lease -> bench.commit(bench.attempt(lease)));
    List<Lease> held = new ArrayList<>(bench.claim(10));
    assertThat(held).hasSize(4);
    assertThat(runs).allSatisfy(run -> assertThat(held.stream().filter(lease -> lease.key().runId().equals(run))).hasSize(2));
    Attempt first = bench.attempt(held.get(0));
    bench.commit(first);
    List<Lease> next = bench.claim(10);
    assertThat(next).singleElement().satisfies(lease -> assertThat(lease.key().runId()).isEqualTo(held.get(0).key().runId()));
    next.forEach(lease -> bench.commit(bench.attempt(lease)));
    held.subList(1, 4).forEach(lease -> bench.commit(bench.attempt(lease)));
    bench.work();
    assertThat(runs).allSatisfy(run -> assertThat(bench.find(run).output()).isEqualTo("\"[0, 2, 4, 6, 8]\""));
    bench.advance(Duration.ofDays(8));
    assertThat(bench.store.forget(Duration.ofDays(7), 10)).isEqualTo(2);
  }

  @Test
  default void theElementsOfATenantsRunCountForTheTenant() {
    JobBench bench = bench(doubled(new Trouble()));
    RunId large = bench.submit("doubled", "6", new RunTerms(null, new Limits.Share("large", 1)));
    RunId small = bench.submit("doubled", "1", new RunTerms(null, new Limits.Share("small", 1)));
    bench.work();
    assertThat(bench.find(large).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.find(small).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.store.events(large)).filteredOn(event -> event.type() == EventType.OP_READY).extracting(RunEvent::opKey)
        .contains("twice[0]", "twice[5]", "gather");
  }

  @Test
  default void anElementThatFailsFailsTheRunAndItsRedriveMakesItWhole() {
    Trouble trouble = new Trouble("twice[1]");
    JobBench bench = bench(doubled(trouble));
    Run run = bench.run("doubled", "3");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.states(run.id())).contains(entry("twice[1]", OpState.FAILED), entry("twice[2]", OpState.SUCCEEDED),
        entry("gather", OpState.SKIPPED));
    trouble.mend();
    bench.redrive(run.id(), "twice[1]");
    bench.work();
    assertThat(bench.find(run.id()).output()).isEqualTo("\"[0, 2, 4]\"");
    assertThat(bench.find(run.id()).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.find(run.id()).openOps()).isZero();
  }

  @Test
  default void ofElementsThatMayFailThoseArriveThatSucceeded() {
    JobBench bench = bench(lenient(new Trouble("twice[0]", "twice[2]")));
    Run run = bench.run("lenient", "4");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output()).isEqualTo("\"[2, 6]\"");
  }

  @Test
  default void whatMightFailIsRedrivenInARunThatSucceeded() {
    Trouble trouble = new Trouble("twice[0]");
    JobBench bench = bench(lenient(trouble));
    RunId run = bench.run("lenient", "2").id();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    trouble.mend();
    bench.redrive(run, "twice[0]");
    assertThat(bench.find(run).status().isTerminal()).isFalse();
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.states(run)).containsEntry("twice[0]", OpState.SUCCEEDED);
    assertThat(bench.find(run).output()).isEqualTo("\"[2]\"");
  }

  @Test
  default void whatWasSkippedBeforeAMapHadElementsWaitsForThemOnceItIsReopened() {
    Trouble trouble = new Trouble("guard");
    JobBench bench = bench(new Sketch<Integer, String>("guarded", Integer.class, job -> {
      Op<Integer> guard = job.op("guard", Integer.class, (n, context) -> trouble.pass(context, n));
      Op<List<Integer>> each = job.map("each", Integer.class, Integer.class, n -> IntStream.range(0, n).boxed().toList(), (i, c) -> i);
      return job.output(job.op("all", String.class, each, (all, context) -> all.toString()).after(guard));
    }));
    RunId run = bench.submit("guarded", "3");
    Lease guard = bench.workUntil("guard");
    bench.commit(bench.attempt(guard));
    assertThat(bench.states(run)).containsEntry("all", OpState.SKIPPED);
    Lease maker = bench.workUntil("each");
    bench.commit(bench.attempt(maker));
    trouble.mend();
    bench.redrive(run, "guard");
    Lease last = bench.workUntil("each[2]");
    assertThat(bench.states(run)).containsEntry("guard", OpState.SUCCEEDED).containsEntry("all", OpState.WAITING);
    bench.commit(bench.attempt(last));
    bench.work();
    assertThat(bench.find(run).output()).isEqualTo("\"[0, 1, 2]\"");
  }
}
