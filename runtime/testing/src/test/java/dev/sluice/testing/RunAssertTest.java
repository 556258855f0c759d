package dev.sluice.testing;

import static dev.sluice.testing.Attempts.everyAttempt;
import static dev.sluice.testing.RunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.OpState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RunAssertTest {
  private final TestRun<String> failed =
      JobTest.of(new Shop()).failing("charge", everyAttempt(), new IOException("card refused\nby bank")).run(new Shop.Order("Ada", 7));
  private final TestRun<String> good = JobTest.of(new Shop()).run(new Shop.Order("Ada", 7));

  @Test
  void whatDoesNotHoldShowsWhatBecameOfEveryOp() {
    assertThatThrownBy(() -> assertThat(failed).succeeded()).isInstanceOf(AssertionError.class).hasMessage("""
        the run should be SUCCEEDED, and is FAILED
        run of job shop: FAILED after PT3S
          charge  FAILED     3 attempts  java.io.IOException: card refused
          pack    SKIPPED    0 attempts
          label   SKIPPED    0 attempts
          wait    SKIPPED    0 attempts
          ship    SKIPPED    0 attempts
        """);
  }

  @Test
  void aRunThatSucceedsMayYieldNothing() {
    TestRun<Void> returned = JobTest.of(new Quiet()).run("speak");
    assertThat(returned).succeeded().yields(null).output(nothing -> assertThat(nothing).isNull()).op("say", OpState.SUCCEEDED);
    assertThat(returned.output()).isNull();
    TestRun<Void> skipped = JobTest.of(new Quiet()).run("hush");
    assertThat(skipped).succeeded().yields(null).skipped("say");
    assertThat(skipped.output()).isNull();
  }

  private static final class Quiet implements JobSource<String, Void> {
    @Override
    public Job<String, Void> define(JobBuilder<String> job) {
      Op<Boolean> asked = job.op("asked", Boolean.class, (word, context) -> word.equals("speak"));
      return job.output(job.op("say", Void.class, asked, (yes, context) -> null).onlyIf(asked, true));
    }
  }

  @Test
  void everyAssertionCanFail() {
    for (Consumer<RunAssert<String>> wrong : List.<Consumer<RunAssert<String>>>of(
        RunAssert::failed, RunAssert::canceled, RunAssert::isOpen, run -> run.yields("nothing"), run -> run.attempts("pack", 2),
        run -> run.op("pack", OpState.SKIPPED), run -> run.skipped("ship"), run -> run.took(Duration.ofSeconds(1)),
        run -> run.ranInOrder("ship", "charge"), run -> run.neverRan("pack"), run -> run.sent("mail", 1),
        run -> run.failedAt("pack", IOException.class, ""), run -> run.output(text -> assertThat(failed).succeeded()))) {
      assertThatThrownBy(() -> wrong.accept(assertThat(good))).isInstanceOf(AssertionError.class).hasMessageContaining("charge");
    }
    assertThatThrownBy(() -> assertThat(failed).failedAt("charge", IOException.class, "disk")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertThat(failed).failedAt("charge", "Timeout", "card")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> assertThat(failed).ranInOrder("charge", "pack")).isInstanceOf(AssertionError.class);
    for (Consumer<RunAssert<String>> wrong : List.<Consumer<RunAssert<String>>>of(run -> run.yields("x"), run -> run.output(text -> {}))) {
      assertThatThrownBy(() -> wrong.accept(assertThat(failed))).isInstanceOf(AssertionError.class)
          .hasMessageContaining("and is FAILED").hasMessageContaining("card refused");
    }
    assertThatThrownBy(() -> assertThat(failed).attempts("shop", 1)).hasMessageContaining("no op \"shop\"");
  }
}
