package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.Trigger;
import dev.sluice.core.submit.UnknownForkPointException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

interface ForkConformance {
  /** Makes a bench on the store under test. */
  JobBench bench(JobSource<?, ?>... sources);

  @Test
  default void aForkTakesOverElementsAndRunsWhatNeedsItsOp() {
    JobBench bench = bench(new Shapes.Squares());
    Run run = bench.run("squares", "4");
    bench.order.clear();
    Run fork = bench.fork(run.id(), "square[2]", "4");
    assertThat(bench.order).containsExactly("square[2]", "sum");
    assertThat(fork.output()).isEqualTo(run.output());
    assertThat(fork.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(fork.origin().forkOf()).isEqualTo(run.id());
  }

  @Test
  default void aForkTakesOverTheDecisionAndWhatItSkipped() {
    JobBench bench = bench(new Shapes.Route());
    Run run = bench.run("route", "500");
    bench.order.clear();
    assertThat(bench.fork(run.id(), "slower", "500").output()).isEqualTo("\"slow 500er\"");
    assertThat(bench.order).containsExactly("slower", "done");
    bench.order.clear();
    assertThat(bench.fork(run.id(), "is-big", "1").output()).isEqualTo("\"quick 1\"");
  }

  @Test
  default void aForkFromBehindABranchThatWasNotChosenGoesOnWithoutIt() {
    JobBench bench = bench(new Shapes.Route());
    Run run = bench.run("route", "1");
    bench.order.clear();
    Run fork = bench.fork(run.id(), "slower", "1");
    assertThat(bench.order).containsExactly("done");
    assertThat(bench.states(fork.id())).containsEntry("slow", OpState.SKIPPED).containsEntry("slower", OpState.SKIPPED);
    assertThat(fork.output()).isEqualTo("\"quick 1\"");
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void aForkFromAnOpWhoseTriggerCannotStrikeEndsAtOnce() {
    JobBench bench = bench(new Sketch<String, String>("watched", String.class, job -> {
      Op<String> good = job.op("good", String.class, (input, context) -> input);
      Op<String> alarm = job.op("alarm", String.class, List.of(good), (all, context) -> "alarm").when(Trigger.ANY_FAILED);
      job.op("alarmed", String.class, alarm, (text, context) -> text).orderedBy(String.class, input -> input);
      return job.output(good);
    }));
    Run run = bench.run("watched", "\"x\"");
    bench.order.clear();
    Run fork = bench.fork(run.id(), "alarm", "\"x\"");
    assertThat(bench.order).isEmpty();
    assertThat(bench.states(fork.id())).containsEntry("alarm", OpState.SKIPPED).containsEntry("alarmed", OpState.SKIPPED);
    assertThat(fork.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void aForkWaitsAgainForWhatIsDownstreamOfItsOp() {
    JobBench bench = bench(new Shapes.Approved());
    RunId run = bench.submit("approved", "\"x\"");
    bench.work();
    bench.signal(run, "approve", "{\"by\":\"Ada\"}");
    bench.work();
    bench.pass(Duration.ofMinutes(30));
    Run fork = bench.fork(run, "cool-off", "\"x\"");
    assertThat(fork.output()).isNull();
    bench.pass(Duration.ofMinutes(30));
    assertThat(bench.find(fork.id()).output()).isEqualTo("\"Ada\"");
  }

  @Test
  default void whatAForkTakesOverHasNoPlaceInALane() {
    JobBench bench = bench(new Sketch<String, String>("ordered", String.class, job -> {
      Op<String> first = job.op("first", String.class, (input, context) -> input).orderedBy(String.class, input -> input);
      return job.output(job.op("second", String.class, first, (input, context) -> input));
    }));
    RunId run = bench.run("ordered", "\"x\"").id();
    bench.order.clear();
    assertThat(bench.fork(run, "second", "\"x\"").status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.order).containsExactly("second");
    assertThat(bench.run("ordered", "\"x\"").status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void aForkFromAnOpThatTheJobHasNoMoreTellsFromWhichItCanBeForked() {
    JobBench bench = bench(shrinking(true));
    RunId run = bench.run("shrinking", "2").id();
    JobBench newer = bench.redefined(shrinking(false));
    assertThatThrownBy(() -> newer.fork(run, "farewell", "2")).isInstanceOf(UnknownForkPointException.class).hasMessage("run " + run
        + " cannot be forked from \"farewell\": job shrinking, as it is now, has no such op. "
        + "It can be forked from: one, one[0], two, two[0] to two[1], end");
    assertThatThrownBy(() -> newer.fork(run, "two[7]", "2"))
        .hasMessageContaining("has no such op; did you mean \"two[0]\"? It can be forked from: one, one[0], two,");
  }

  private static JobSource<?, ?> shrinking(boolean older) {
    return new Sketch<Integer, Integer>("shrinking", Integer.class, job -> {
      job.map("one", Integer.class, Integer.class, n -> List.of(n), (n, context) -> n);
      job.map("two", Integer.class, Integer.class, n -> List.of(n, n), (n, context) -> n);
      if (older) {
        job.op("farewell", Integer.class, (n, context) -> n);
      }
      return job.output(job.op("end", Integer.class, (n, context) -> n));
    });
  }

  @Test
  default void anElementThatRunsAgainIsLikeTheOthersOfItsMap() {
    JobBench bench = bench(new Sketch<Integer, Integer>("tolerant", Integer.class, job -> {
      Op<List<Integer>> each = job.map("each", Integer.class, Integer.class, n -> List.of(1, 2, n), (number, context) -> {
        if (number == 2) {
          throw new NonRetryableException("two");
        }
        return number;
      }).width(2).mayFail();
      return job.output(job.op("sum", Integer.class, each, (all, context) -> all.stream().mapToInt(any -> any).sum()).when(Trigger.ALL_DONE));
    }));
    Run run = bench.run("tolerant", "3");
    assertThat(run.output()).isEqualTo("4");
    bench.order.clear();
    Run fork = bench.fork(run.id(), "each[0]", "3");
    assertThat(bench.order).containsExactlyInAnyOrder("each[0]", "each[1]", "sum");
    assertThat(fork.output()).isEqualTo("4");
    assertThat(fork.status()).isEqualTo(RunStatus.SUCCEEDED);
  }
}
