package dev.sluice.core.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.Trigger;
import dev.sluice.core.store.SignalOutcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkflowTest {

  static final class Squares implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      Op<List<Integer>> squares = job.map("square", Integer.class, Integer.class, n -> IntStream.range(0, n).boxed().toList(), (i, c) -> i * i)
          .width(3);
      return job.output(job.op("sum", Integer.class, squares, (all, context) -> all.stream().mapToInt(i -> i).sum()));
    }
  }

  @Test
  void aMapRunsItsElementsAndItsDownstreamTakesThemAll() {
    Bench bench = new Bench(new Squares());
    Run run = bench.run("squares", "5");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output()).isEqualTo("30");
    assertThat(bench.order).containsExactly("square", "square[0]", "square[1]", "square[2]", "square[3]", "square[4]", "sum");
    assertThat(run.ops()).isEqualTo(7);
  }

  @Test
  void aMapOverNothingLetsItsDownstreamGoOnWithAnEmptyList() {
    assertThat(new Bench(new Squares()).run("squares", "0").output()).isEqualTo("0");
  }

  static final class Route implements JobSource<Integer, String> {
    @Override
    public Job<Integer, String> define(JobBuilder<Integer> job) {
      Op<Boolean> big = job.op("is-big", Boolean.class, (n, context) -> n > 100);
      Op<String> slow = job.op("slow", String.class, (n, context) -> "slow " + n).onlyIf(big, true);
      Op<String> slower = job.op("slower", String.class, slow, (text, context) -> text + "er");
      Op<String> quick = job.op("quick", String.class, (n, context) -> "quick " + n).onlyIf(big, false);
      return job.output(job.firstOf("done", String.class, List.of(slower, quick)));
    }
  }

  @Test
  void aDecisionSkipsTheOtherBranchAndTheRunSucceeds() {
    Bench bench = new Bench(new Route());
    Run run = bench.run("route", "5");
    assertThat(run.output()).isEqualTo("\"quick 5\"");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.states(run.id())).containsExactly(entry("is-big", OpState.SUCCEEDED), entry("slow", OpState.SKIPPED),
        entry("slower", OpState.SKIPPED), entry("quick", OpState.SUCCEEDED), entry("done", OpState.SUCCEEDED));
    assertThat(bench.run("route", "500").output()).isEqualTo("\"slow 500er\"");
  }

  static final class Trip implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<String> booked = job.op("book", String.class, (input, context) -> "booking").compensate((output, context) -> { });
      Op<String> charged = job.op("charge", String.class, booked, (input, context) -> "receipt").compensate((output, context) -> { });
      Op<String> insured = job.op("insure", String.class, charged, (receipt, context) -> {
        if (context.tags().isEmpty()) {
          throw new NonRetryableException("no insurance");
        }
        return receipt;
      });
      return job.output(job.op("ship", String.class, insured, (input, context) -> "shipped").compensate((output, context) -> { }));
    }
  }

  @Test
  void whatSucceededIsUndoneInReverseOrderWhenTheRunFails() {
    Bench bench = new Bench(new Trip());
    Run run = bench.run("trip", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.order).containsExactly("book", "charge", "insure", "undo", "undo.charge", "undo.book");
    assertThat(bench.states(run.id())).containsEntry("ship", OpState.SKIPPED).containsEntry("undo.book", OpState.SUCCEEDED);
  }

  static final class Outer implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      Op<Integer> inner = job.sub("inner", new Middle());
      return job.output(job.op("after", Integer.class, inner, (n, context) -> n + 1));
    }
  }

  static final class Middle implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      Op<List<Integer>> each = job.mapSub("each", new Squares(), job.op("same", Integer.class, (n, context) -> n), n -> List.of(n, n + 1));
      return job.output(job.op("total", Integer.class, each, (all, context) -> all.stream().mapToInt(i -> i).sum()));
    }
  }

  @Test
  void subJobsAreRunsOfTheirOwnThreeLevelsDeep() {
    Bench bench = new Bench(new Outer());
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
  void aParentThatIsCalledOffTakesItsSubJobsWithIt() {
    Bench bench = new Bench(new Parent());
    RunId run = bench.submit("parent", "\"x\"");
    bench.work();
    Run child = bench.store.children(run).get(0);
    assertThat(bench.store.cancel(run, "enough")).isTrue();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(bench.find(child.id()).status()).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  void aSubJobThatFailsFailsItsOp() {
    Bench bench = new Bench(new Parent());
    RunId run = bench.submit("parent", "\"x\"");
    bench.work();
    bench.store.cancel(bench.store.children(run).get(0).id(), "enough");
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.op(run, "part").cause().type()).isEqualTo("SubJobDidNotSucceed");
  }

  static final class Parent implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.sub("part", new Approved()));
    }
  }

  static final class Approved implements JobSource<String, String> {
    record Approval(String by) {}

    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<String> asked = job.op("ask", String.class, (input, context) -> input);
      Op<Approval> approval = job.await("approve", Approval.class).after(asked).timeout(Duration.ofHours(2));
      Op<Approval> cooled = job.sleep("cool-off", Duration.ofMinutes(30), approval);
      return job.output(job.op("done", String.class, cooled, (by, context) -> by.by()));
    }
  }

  @Test
  void aRunWaitsForItsSignalAndThenForTime() {
    Bench bench = new Bench(new Approved());
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
  void aSignalThatDoesNotComeFailsTheOpAtItsTimeout() {
    Bench bench = new Bench(new Approved());
    RunId run = bench.submit("approved", "\"x\"");
    bench.work();
    bench.pass(Duration.ofHours(2));
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.op(run, "approve").cause().type()).contains("SignalMissed");
    assertThat(bench.signal(run, "approve", "{}")).isEqualTo(SignalOutcome.Answer.TOO_LATE);
  }

  @Test
  void aSignalMayComeBeforeItsOpIsReached() {
    Bench bench = new Bench(new Approved());
    RunId run = bench.submit("approved", "\"x\"");
    assertThat(bench.signal(run, "approve", "{\"by\":\"Eve\"}")).isEqualTo(SignalOutcome.Answer.TAKEN);
    bench.work();
    assertThat(bench.order).containsExactly("ask", "approve");
  }

  static final class Rules implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<String> good = job.op("good", String.class, (input, context) -> input);
      Op<String> bad = job.op("bad", String.class, (input, context) -> {
        throw new NonRetryableException("bad");
      });
      job.op("alarm", String.class, List.of(good, bad), (all, context) -> "alarm").when(Trigger.ANY_FAILED);
      job.op("clean", String.class, List.of(good, bad), (all, context) -> String.valueOf(context.outputs())).when(Trigger.ALL_DONE);
      job.op("calm", String.class, List.of(good, bad), (all, context) -> "calm").when(Trigger.NONE_FAILED);
      return job.output(job.firstOf("any", String.class, List.of(good, bad)));
    }
  }

  @Test
  void eachTriggerStartsByItsOwnRule() {
    Bench bench = new Bench(new Rules());
    Run run = bench.run("rules", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.states(run.id())).containsExactly(entry("good", OpState.SUCCEEDED), entry("bad", OpState.FAILED),
        entry("alarm", OpState.SUCCEEDED), entry("clean", OpState.SUCCEEDED), entry("calm", OpState.SKIPPED), entry("any", OpState.SUCCEEDED));
    assertThat(bench.op(run.id(), "clean").output()).isEqualTo("\"[good]\"");
  }

  static final class Fallback implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<String> first = job.op("first", String.class, (input, context) -> {
        throw new NonRetryableException(input);
      }).mayFail();
      Op<String> second = job.op("second", String.class, (input, context) -> {
        if (input.equals("both")) {
          throw new NonRetryableException(input);
        }
        return "second";
      }).mayFail();
      return job.output(job.firstOf("best", String.class, List.of(first, second)));
    }
  }

  @Test
  void whatMayFailDoesNotFailTheRunAsLongAsItsOutputStands() {
    Run run = new Bench(new Fallback()).run("fallback", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output()).isEqualTo("\"second\"");
    assertThat(new Bench(new Fallback()).run("fallback", "\"both\"").status()).isEqualTo(RunStatus.FAILED);
  }
}
