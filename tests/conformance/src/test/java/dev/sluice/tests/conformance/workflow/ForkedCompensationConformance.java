package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What forks undo, and what they make of what was undone. */
interface ForkedCompensationConformance extends BenchFixture {
  private static JobSource<?, ?> orders(Trouble trouble) {
    return new Sketch<Integer, String>("orders", Integer.class, job -> {
      Op<String> look = job.op("look", String.class, (n, context) -> "looked");
      Op<String> open = job.op("open", String.class, look, (text, context) -> "opened")
          .compensate((text, context) -> trouble.pass(context, text));
      Op<List<Integer>> each = job.map("each", Integer.class, open, Integer.class, text -> List.of(0, 1),
          (i, context) -> trouble.pass(context, i));
      Op<String> paid = job.op("pay", String.class, each, (all, context) -> all.toString())
          .compensate((text, context) -> trouble.pass(context, text));
      return job.output(job.op("ship", String.class, paid, (text, context) -> trouble.pass(context, text)));
    });
  }

  @Test
  default void aForkThatFailsUndoesOnlyWhatItHasRun() {
    JobBench bench = bench(orders(new Trouble()));
    RunId run = bench.run("orders", "1").id();
    JobBench broken = bench.redefined(orders(new Trouble("ship")));
    Run last = broken.fork(run, "ship", "1");
    assertThat(last.status()).isEqualTo(RunStatus.FAILED);
    assertThat(broken.order).containsExactly("ship", "undo");
    broken.order.clear();
    broken.fork(run, "pay", "1");
    assertThat(broken.order).containsExactly("pay", "ship", "undo", "undo.pay");
    broken.order.clear();
    broken.fork(run, "each[1]", "1");
    assertThat(broken.order).containsExactly("each[1]", "pay", "ship", "undo", "undo.pay");
  }

  @Test
  default void aForkRunsAgainWhatWasUndone() {
    Trouble trouble = new Trouble("ship");
    JobBench bench = bench(orders(trouble));
    RunId run = bench.run("orders", "1").id();
    bench.order.clear();
    RunId failed = bench.fork(run, "ship", "1").id();
    assertThat(bench.order).containsExactly("open", "each", "each[0]", "each[1]", "pay", "ship", "undo", "undo.pay", "undo.open");
    trouble.mend();
    for (RunId source : List.of(run, failed)) {
      bench.order.clear();
      Run fork = bench.fork(source, "each[1]", "1"); // its map runs again as a whole
      assertThat(bench.order).containsExactly("open", "each", "each[0]", "each[1]", "pay", "ship");
      assertThat(fork.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(bench.states(fork.id())).containsEntry("undo", OpState.SKIPPED);
    }
  }

  @Test
  default void aForkTakesOverWhatCouldNotBeUndone() {
    Trouble trouble = new Trouble("ship", "undo.open");
    JobBench bench = bench(orders(trouble));
    RunId run = bench.run("orders", "1").id();
    trouble.mend();
    bench.order.clear();
    assertThat(bench.fork(run, "ship", "1").status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.order).containsExactly("pay", "ship");
  }

  @Test
  default void aForkOfASuccessFromWhatUndoesHasNothingToRun() {
    JobBench bench = bench(orders(new Trouble()));
    RunId run = bench.run("orders", "1").id();
    bench.order.clear();
    assertThat(bench.fork(run, "undo", "1").status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.order).isEmpty();
  }

  @Test
  default void aForkTakesNoOpForUndoneByAnotherThatIsOnlyCalledSo() {
    JobBench bench = bench(new Sketch<String, String>("named", String.class, job -> {
      Op<String> first = job.op("first", String.class, (input, context) -> input);
      Op<String> second = job.op("undo.first", String.class, first, (input, context) -> input);
      return job.output(job.op("end", String.class, second, (input, context) -> input));
    }));
    RunId run = bench.run("named", "\"x\"").id();
    bench.order.clear();
    bench.fork(run, "end", "\"x\"");
    assertThat(bench.order).containsExactly("end");
  }
}
