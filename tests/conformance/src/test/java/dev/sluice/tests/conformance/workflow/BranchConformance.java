package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.core.job.JobDefinitionException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.Trigger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions and triggers, alone and together, and what a redrive makes of them. */
interface BranchConformance extends BenchFixture {
  @Test
  default void aTriggerThatHasStruckStaysSoWhenMoreIsSkippedForTheSameFailure() {
    Trouble trouble = new Trouble("first");
    JobBench bench = bench(new Sketch<String, String>("chained", String.class, job -> {
      Op<String> first = job.op("first", String.class, (input, context) -> trouble.pass(context, input));
      Op<String> second = job.op("second", String.class, first, (input, context) -> input);
      job.op("alarm", String.class, List.of(first, second), (all, context) -> "alarm").when(Trigger.ANY_FAILED);
      return job.output(second);
    }));
    Run run = bench.run("chained", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.states(run.id())).containsEntry("second", OpState.SKIPPED).containsEntry("alarm", OpState.SUCCEEDED);
  }

  @Test
  default void branchesMeetAgainWhereNoneFailed() {
    JobBench bench = bench(new Sketch<Integer, String>("fork", Integer.class, job -> {
      Op<Boolean> big = job.op("big", Boolean.class, (n, context) -> n > 10);
      Op<String> left = job.op("left", String.class, (n, context) -> "left").onlyIf(big, true);
      Op<String> right = job.op("right", String.class, (n, context) -> "right").onlyIf(big, false);
      return job.output(job.op("join", String.class, List.of(left, right), (all, context) -> String.valueOf(context.outputs()))
          .when(Trigger.NONE_FAILED));
    }));
    assertThat(bench.run("fork", "1").output()).isEqualTo("\"[right]\"");
    assertThat(bench.run("fork", "11").output()).isEqualTo("\"[left]\"");
  }

  @Test
  default void theRedriveOfWhatRaisedAnAlarmRaisesNoOther() {
    Trouble trouble = new Trouble("risky");
    JobBench bench = bench(new Sketch<String, String>("watched", String.class, job -> {
      Op<String> risky = job.op("risky", String.class, (input, context) -> trouble.pass(context, input));
      job.op("alarm", String.class, List.of(risky), (all, context) -> "alarm").when(Trigger.ANY_FAILED);
      job.op("calm", String.class, List.of(risky), (all, context) -> "calm").when(Trigger.NONE_FAILED);
      return job.output(job.op("end", String.class, risky, (input, context) -> input));
    }));
    RunId run = bench.run("watched", "\"x\"").id();
    assertThat(bench.states(run)).containsEntry("alarm", OpState.SUCCEEDED).containsEntry("calm", OpState.SKIPPED);
    trouble.mend();
    bench.redrive(run, "risky");
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.states(run).values()).containsOnly(OpState.SUCCEEDED);
    assertThat(bench.order).containsExactly("risky", "alarm", "risky", "calm", "end");
  }

  @Test
  default void anAlarmThatWaitsForItsTurnIsRaisedWhateverIsRedriven() {
    Trouble trouble = new Trouble("risky");
    JobBench bench = bench(new Sketch<Integer, String>("watched", Integer.class, job -> {
      Op<String> risky = job.op("risky", String.class, (n, context) -> trouble.pass(context, "calm"));
      job.op("alarm", String.class, List.of(risky), (all, context) -> "alarm").when(Trigger.ANY_FAILED).orderedBy(Integer.class, n -> "lane");
      return job.output(risky);
    }), new Sketch<Integer, Integer>("before", Integer.class, job ->
        job.output(job.op("hold", Integer.class, (n, context) -> n).orderedBy(Integer.class, n -> "lane"))));
    bench.submit("before", "1");
    Lease hold = bench.workUntil("hold");
    RunId run = bench.run("watched", "1").id();
    assertThat(bench.states(run)).containsEntry("alarm", OpState.WAITING);
    trouble.mend();
    bench.redrive(run, "risky");
    Lease risky = bench.workUntil("risky");
    bench.commit(bench.attempt(hold));
    bench.work();
    assertThat(bench.states(run)).containsEntry("alarm", OpState.SUCCEEDED).containsEntry("risky", OpState.RUNNING);
    bench.commit(bench.attempt(risky));
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void anAlarmThatWasNotRaisedIsOpenAgainAfterARedriveElsewhere() {
    Trouble trouble = new Trouble("second");
    JobBench bench = bench(new Sketch<String, String>("late", String.class, job -> {
      Op<String> first = job.op("first", String.class, (input, context) -> input);
      Op<String> second = job.op("second", String.class, first, (input, context) -> trouble.pass(context, input));
      Op<String> third = job.op("third", String.class, second, (input, context) -> input);
      job.op("alarm", String.class, List.of(third), (all, context) -> "alarm").when(Trigger.ANY_FAILED);
      return job.output(third);
    }));
    RunId run = bench.run("late", "\"x\"").id();
    assertThat(bench.states(run)).containsEntry("alarm", OpState.SKIPPED);
    bench.redrive(run, "second");
    assertThat(bench.states(run)).containsEntry("alarm", OpState.WAITING);
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.states(run)).containsEntry("alarm", OpState.SKIPPED);
  }

  @Test
  default void aDecisionHoldsAlsoForWhatWasSkippedBeforeIt() {
    Trouble trouble = new Trouble("guard");
    JobBench bench = bench(new Sketch<Integer, String>("guarded", Integer.class, job -> {
      Op<Integer> guard = job.op("guard", Integer.class, (n, context) -> trouble.pass(context, n));
      Op<Boolean> big = job.op("big", Boolean.class, (n, context) -> n > 10);
      job.op("branch", String.class, guard, (n, context) -> "branch").onlyIf(big, true);
      return job.output(job.op("end", String.class, (n, context) -> "end").after(big));
    }));
    RunId run = bench.submit("guarded", "1");
    Lease guard = bench.workUntil("guard");
    bench.commit(bench.attempt(guard));
    assertThat(bench.states(run)).containsEntry("branch", OpState.SKIPPED);
    bench.work();
    trouble.mend();
    bench.redrive(run, "guard");
    bench.work();
    assertThat(bench.states(run)).containsEntry("branch", OpState.SKIPPED).containsEntry("guard", OpState.SUCCEEDED);
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void whatAnotherBranchWasSkippedForIsToldInItsEvent() {
    JobBench bench = bench(new Shapes.Route());
    RunId run = bench.run("route", "5").id();
    assertThat(bench.store.events(run)).filteredOn(event -> event.type() == EventType.OP_SKIPPED)
        .extracting(RunEvent::opKey, RunEvent::detail)
        .containsExactly(tuple("slow", "not chosen by is-big"),
            tuple("slower", "slow did not succeed"));
  }

  @Test
  default void theFirstSuccessOfAMapIsNoTrigger() {
    assertThatThrownBy(() -> bench(new Sketch<Integer, Integer>("early", Integer.class, job -> {
      Op<List<Integer>> each = job.map("each", Integer.class, Integer.class, n -> List.of(n), (i, context) -> i);
      return job.output(job.op("first", Integer.class, each, (all, context) -> all.size()).when(Trigger.ANY_SUCCEEDED));
    }))).isInstanceOf(JobDefinitionException.class).hasMessageContaining("gather them in an op");
  }
}
