package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.Trigger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What forks make of decisions that they take over. */
interface ForkedBranchConformance extends BenchFixture {
  private static JobSource<?, ?> branched(Trouble trouble) {
    return new Sketch<Integer, String>("branched", Integer.class, job -> {
      Op<Boolean> decide = job.op("decide", Boolean.class, (n, context) -> n > 10);
      Op<List<Integer>> up = job.map("up", Integer.class, Integer.class, n -> List.of(n, n), (n, context) -> trouble.pass(context, n));
      Op<String> yes = job.op("yes", String.class, up, (all, context) -> "yes").onlyIf(decide, true);
      Op<String> no = job.op("no", String.class, up, (all, context) -> "no").onlyIf(decide, false);
      Op<String> afterNo = job.op("after-no", String.class, no, (text, context) -> text);
      job.op("calm", String.class, List.of(yes, no), (all, context) -> "calm").when(Trigger.NONE_FAILED);
      job.op("alarm", String.class, List.of(yes, no), (all, context) -> "alarm").when(Trigger.ANY_FAILED);
      return job.output(job.firstOf("first", String.class, List.of(yes, afterNo)));
    });
  }

  @Test
  default void aForkSkipsWhatTheDecisionThatItTakesOverHasNotChosen() {
    JobBench bench = bench(branched(new Trouble()));
    RunId run = bench.run("branched", "11").id();
    Map<String, OpState> states = bench.states(run);
    for (String from : List.of("up", "up[1]", "yes")) {
      bench.order.clear();
      Run fork = bench.fork(run, from, "11");
      assertThat(bench.order).contains("yes", "first", "calm").doesNotContain("decide", "no", "after-no", "alarm");
      assertThat(bench.states(fork.id())).containsExactlyInAnyOrderEntriesOf(states);
      assertThat(fork.status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(fork.output()).isEqualTo("\"yes\"");
    }
  }

  @Test
  default void aForkFromABranchThatWasNotChosenGoesOnWithoutIt() {
    JobBench bench = bench(branched(new Trouble()));
    RunId run = bench.run("branched", "11").id();
    bench.order.clear();
    Run fork = bench.fork(run, "no", "11");
    assertThat(bench.order).containsExactlyInAnyOrder("first", "calm");
    assertThat(bench.states(fork.id())).containsExactlyInAnyOrderEntriesOf(bench.states(run));
    assertThat(fork.output()).isEqualTo("\"yes\"");
  }

  @Test
  default void aForkThatHasNothingToRunEndsAtOnce() {
    JobBench bench = bench(new Sketch<Integer, Integer>("letter", Integer.class, job -> {
      Op<Boolean> decide = job.op("decide", Boolean.class, (n, context) -> n > 10);
      job.op("letter", String.class, (n, context) -> "letter").onlyIf(decide, true);
      return job.output(job.op("end", Integer.class, (n, context) -> n));
    }));
    RunId run = bench.run("letter", "7").id();
    bench.order.clear();
    Run fork = bench.fork(run, "letter", "7");
    assertThat(bench.order).isEmpty();
    assertThat(fork.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(fork.output()).isEqualTo("7");
  }

  @Test
  default void aRedriveWithinAForkBringsNoBranchBackThatWasNotChosen() {
    JobBench bench = bench(branched(new Trouble()));
    RunId run = bench.run("branched", "11").id();
    Trouble trouble = new Trouble("up[1]");
    JobBench broken = bench.redefined(branched(trouble));
    RunId fork = broken.fork(run, "up[1]", "11").id();
    assertThat(broken.find(fork).status()).isEqualTo(RunStatus.FAILED);
    trouble.mend();
    broken.redrive(fork, "up[1]");
    broken.work();
    assertThat(broken.order).doesNotContain("no", "after-no");
    assertThat(broken.find(fork).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(broken.states(fork)).containsEntry("no", OpState.SKIPPED).containsEntry("after-no", OpState.SKIPPED);
  }

  @Test
  default void aForkSkipsWhatHangsOnADecisionOnlyInTheNewCode() {
    JobBench bench = bench(hanging(false));
    RunId run = bench.run("growing", "1").id();
    JobBench newer = bench.redefined(hanging(true));
    Run fork = newer.fork(run, "end", "1");
    assertThat(newer.order).containsExactly("new-yes", "end");
    assertThat(newer.states(fork.id())).containsEntry("mail", OpState.SKIPPED).containsEntry("new-no", OpState.SKIPPED)
        .containsEntry("each", OpState.SKIPPED);
    assertThat(fork.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  /** A decision that is too large for its row, and what hangs on it in the old and in the new code. */
  private static JobSource<?, ?> hanging(boolean newer) {
    String text = "x".repeat(2 * JobBench.INLINE);
    return new Sketch<Integer, Integer>("growing", Integer.class, job -> {
      Op<String> decide = job.op("decide", String.class, (n, context) -> text);
      Op<String> mail = job.op("mail", String.class, (n, context) -> "mail");
      Op<List<Integer>> each = job.map("each", Integer.class, Integer.class, n -> List.of(n, n), (n, context) -> n);
      if (newer) {
        mail.onlyIf(decide, "");
        each.onlyIf(decide, "");
        job.op("new-no", String.class, (n, context) -> "no").onlyIf(decide, "");
        job.op("new-yes", String.class, (n, context) -> "yes").onlyIf(decide, text);
      }
      return job.output(job.op("end", Integer.class, (n, context) -> n));
    });
  }
}
