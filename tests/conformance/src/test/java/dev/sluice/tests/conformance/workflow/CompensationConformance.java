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

/** What is undone, when, and when not. */
interface CompensationConformance extends BenchFixture {
  private static JobSource<?, ?> orders(Trouble trouble) {
    return new Sketch<>("orders", Integer.class, job -> {
      Op<String> open = job.op("open", String.class, (n, context) -> "opened").compensate((text, context) -> trouble.pass(context, text));
      Op<List<Integer>> each = job.map("each", Integer.class, open, Integer.class, text -> List.of(0, 1, 2),
          (i, context) -> trouble.pass(context, i));
      Op<String> paid = job.op("pay", String.class, each, (all, context) -> all.toString())
          .compensate((text, context) -> trouble.pass(context, text));
      return job.output(job.op("ship", String.class, paid, (text, context) -> trouble.pass(context, text)));
    });
  }

  @Test
  default void aRunWhoseElementFailsUndoesWhatSucceededOnceAllElementsHaveEnded() {
    JobBench bench = bench(orders(new Trouble("each[1]")));
    Run run = bench.run("orders", "1");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.order).containsExactly("open", "each", "each[0]", "each[1]", "each[2]", "undo", "undo.open");
  }

  private static JobSource<?, ?> forgiving(Trouble trouble) {
    return new Sketch<>("forgiving", Integer.class, job -> {
      Op<String> charge = job.op("charge", String.class, (n, context) -> "charged").compensate((text, context) -> { });
      Op<String> enrich = job.op("enrich", String.class, charge, (text, context) -> trouble.pass(context, text)).mayFail();
      job.op("news", String.class, charge, (text, context) -> trouble.pass(context, text)).mayFail();
      return job.output(job.op("ship", String.class, enrich, (text, context) -> trouble.pass(context, text)).mayFail());
    });
  }

  @Test
  default void aRunUndoesWhatItDidAlsoWhereWhatFailsItMayFail() {
    for (String broken : List.of("enrich", "ship")) {
      JobBench bench = bench(forgiving(new Trouble(broken)));
      Run run = bench.run("forgiving", "1");
      assertThat(run.status()).isEqualTo(RunStatus.FAILED);
      assertThat(bench.states(run.id())).containsEntry("undo.charge", OpState.SUCCEEDED);
      assertThat(bench.violations()).isEmpty();
    }
  }

  @Test
  default void aRunWhoseOutputStandsUndoesNothingWhateverMayFail() {
    JobBench bench = bench(forgiving(new Trouble("news")));
    Run run = bench.run("forgiving", "1");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.states(run.id())).containsEntry("undo", OpState.SKIPPED).doesNotContainKey("undo.charge");
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void aCompensationThatFailsHoldsUpNoOther() {
    JobBench bench = bench(orders(new Trouble("ship", "undo.pay")));
    Run run = bench.run("orders", "1");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.states(run.id())).containsEntry("undo.pay", OpState.FAILED).containsEntry("undo.open", OpState.SUCCEEDED);
  }

  @Test
  default void aRunThatIsCalledOffUndoesNothing() {
    JobBench bench = bench(orders(new Trouble()));
    RunId run = bench.submit("orders", "1");
    bench.workUntil("pay");
    bench.store.cancel(run, "enough");
    bench.loseLeases();
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(bench.order).doesNotContain("undo");
    assertThat(bench.states(run)).containsEntry("undo", OpState.CANCELED).doesNotContainKey("undo.open");
  }

  @Test
  default void aRunThatSucceedsUndoesNothing() {
    JobBench bench = bench(orders(new Trouble()));
    Run run = bench.run("orders", "1");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.states(run.id())).containsEntry("undo", OpState.SKIPPED);
  }

  @Test
  default void aRedriveAfterACompensationGoesOnAndUndoesNothingTwice() {
    Trouble trouble = new Trouble("ship");
    JobBench bench = bench(orders(trouble));
    RunId run = bench.run("orders", "1").id();
    trouble.mend();
    bench.redrive(run, "ship");
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.order.stream().filter("undo.open"::equals)).hasSize(1);
  }
}
