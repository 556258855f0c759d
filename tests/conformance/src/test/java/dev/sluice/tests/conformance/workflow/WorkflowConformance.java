package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.SignalOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

interface WorkflowConformance extends BenchFixture {
  @Test
  default void aMapRunsItsElementsAndItsDownstreamTakesThemAll() {
    JobBench bench = bench(new Shapes.Squares());
    Run run = bench.run("squares", "5");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output()).isEqualTo("30");
    assertThat(bench.order).containsExactly("square", "square[0]", "square[1]", "square[2]", "square[3]", "square[4]", "sum");
    assertThat(run.ops()).isEqualTo(7);
  }

  @Test
  default void aMapOverNothingLetsItsDownstreamGoOnWithAnEmptyList() {
    assertThat(bench(new Shapes.Squares()).run("squares", "0").output()).isEqualTo("0");
  }

  @Test
  default void aDecisionSkipsTheOtherBranchAndTheRunSucceeds() {
    JobBench bench = bench(new Shapes.Route());
    Run run = bench.run("route", "5");
    assertThat(run.output()).isEqualTo("\"quick 5\"");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.states(run.id())).containsExactly(entry("is-big", OpState.SUCCEEDED), entry("slow", OpState.SKIPPED),
        entry("slower", OpState.SKIPPED), entry("quick", OpState.SUCCEEDED), entry("done", OpState.SUCCEEDED));
    assertThat(bench.run("route", "500").output()).isEqualTo("\"slow 500er\"");
  }

  @Test
  default void whatSucceededIsUndoneInReverseOrderWhenTheRunFails() {
    JobBench bench = bench(new Shapes.Trip());
    Run run = bench.run("trip", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.order).containsExactly("book", "charge", "insure", "undo", "undo.charge", "undo.book");
    assertThat(bench.states(run.id())).containsEntry("ship", OpState.SKIPPED).containsEntry("undo.book", OpState.SUCCEEDED);
  }

  @Test
  default void subJobsAreRunsOfTheirOwnThreeLevelsDeep() {
    JobBench bench = bench(new Shapes.Outer());
    Run run = bench.run("outer", "3");
    assertThat(run.output()).isEqualTo(Integer.toString((1 + 4) + (1 + 4 + 9) + 1));
    List<Run> children = bench.store.children(run.id());
    assertThat(children).singleElement().satisfies(middle -> {
      assertThat(middle.jobName()).isEqualTo("middle");
      assertThat(bench.store.children(middle.id())).extracting(Run::jobName).containsExactly("squares", "squares");
      assertThat(bench.store.children(middle.id())).extracting(child -> child.origin().parent().opKey()).containsExactly("each[0]", "each[1]");
    });
    assertThat(bench.op(run.id(), "inner").attempt()).isEqualTo(2);
  }

  @Test
  default void aParentThatIsCalledOffTakesItsSubJobsWithIt() {
    JobBench bench = bench(new Shapes.Parent());
    RunId run = bench.submit("parent", "\"x\"");
    bench.work();
    Run child = bench.store.children(run).get(0);
    assertThat(bench.store.cancel(run, "enough")).isTrue();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(bench.find(child.id()).status()).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  default void aSubJobThatFailsFailsItsOp() {
    JobBench bench = bench(new Shapes.Parent());
    RunId run = bench.submit("parent", "\"x\"");
    bench.work();
    bench.store.cancel(bench.store.children(run).get(0).id(), "enough");
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.op(run, "part").cause().type()).isEqualTo("SubJobDidNotSucceed");
  }

  @Test
  default void aRunWaitsForItsSignalAndThenForTime() {
    JobBench bench = bench(new Shapes.Approved());
    RunId run = bench.submit("approved", "\"x\"");
    bench.work();
    assertThat(bench.signal(run, "ask", "1")).isEqualTo(SignalOutcome.Answer.NOT_AWAITED);
    assertThat(bench.signal(run, "approve", "{\"by\":\"Ada\"}")).isEqualTo(SignalOutcome.Answer.TAKEN);
    assertThat(bench.signal(run, "approve", "{\"by\":\"Bob\"}")).isEqualTo(SignalOutcome.Answer.REPEATED);
    bench.work();
    assertThat(bench.order).containsExactly("ask", "approve");
    bench.pass(Duration.ofMinutes(29));
    assertThat(bench.order).hasSize(2);
    bench.pass(Duration.ofMinutes(1));
    assertThat(bench.find(run).output()).isEqualTo("\"Ada\"");
  }

  @Test
  default void aSignalThatDoesNotComeFailsTheOpAtItsTimeout() {
    JobBench bench = bench(new Shapes.Approved());
    RunId run = bench.submit("approved", "\"x\"");
    bench.work();
    bench.pass(Duration.ofHours(2));
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.op(run, "approve").cause().type()).contains("SignalMissed");
    assertThat(bench.signal(run, "approve", "{}")).isEqualTo(SignalOutcome.Answer.TOO_LATE);
  }

  @Test
  default void aSignalMayComeBeforeItsOpIsReached() {
    JobBench bench = bench(new Shapes.Approved());
    RunId run = bench.submit("approved", "\"x\"");
    assertThat(bench.signal(run, "approve", "{\"by\":\"Eve\"}")).isEqualTo(SignalOutcome.Answer.TAKEN);
    bench.work();
    assertThat(bench.order).containsExactly("ask", "approve");
  }

  @Test
  default void eachTriggerStartsByItsOwnRule() {
    JobBench bench = bench(new Shapes.Rules());
    Run run = bench.run("rules", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.states(run.id())).containsExactly(entry("good", OpState.SUCCEEDED), entry("bad", OpState.FAILED),
        entry("alarm", OpState.SUCCEEDED), entry("clean", OpState.SUCCEEDED), entry("calm", OpState.SKIPPED), entry("any", OpState.SUCCEEDED));
    assertThat(bench.op(run.id(), "clean").output()).isEqualTo("\"[good]\"");
  }

  @Test
  default void whatMayFailDoesNotFailTheRunAsLongAsItsOutputStands() {
    Run run = bench(new Shapes.Fallback()).run("fallback", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output()).isEqualTo("\"second\"");
    assertThat(bench(new Shapes.Fallback()).run("fallback", "\"both\"").status()).isEqualTo(RunStatus.FAILED);
  }
}
