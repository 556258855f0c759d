package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.simulator.verify.Rule;
import dev.sluice.simulator.verify.Violation;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A sub-job that failed and is redriven goes on, and the op above it waits for that one: what succeeded inside is not done again. */
interface SubJobRedriveConformance extends BenchFixture {
  private static Sketch<String, String> part(Trouble trouble) {
    return new Sketch<>("part", String.class, job -> {
      Op<String> before = job.op("before", String.class, (input, context) -> input);
      return job.output(job.op("inside", String.class, before, (text, context) -> trouble.pass(context, text + " done")));
    });
  }

  private static Sketch<String, String> whole(Sketch<String, String> part, UnaryOperator<Op<String>> change) {
    return new Sketch<>("whole", String.class, job ->
        job.output(job.op("after", String.class, change.apply(job.sub("sub", part)), (text, context) -> text + " and more")));
  }

  private static JobBench bench(BenchFixture fixture, Trouble trouble) {
    return bench(fixture, trouble, sub -> sub);
  }

  private static JobBench bench(BenchFixture fixture, Trouble trouble, UnaryOperator<Op<String>> change) {
    JobSource<?, ?> whole = whole(part(trouble), change);
    return fixture.bench(whole, part(trouble));
  }

  private static Run child(JobBench bench, RunId run) {
    assertThat(bench.store.children(run)).hasSize(1);
    return bench.store.children(run).get(0);
  }

  private static void assertDone(JobBench bench, RunId run) {
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.find(run).output()).isEqualTo("\"x done and more\"");
    assertThat(bench.op(child(bench, run).id(), "before").attempt()).isEqualTo(1);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void theRedriveOfAllGoesOnInsideTheSubJob() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble);
    RunId run = bench.run("whole", "\"x\"").id();
    trouble.mend();
    bench.redriveAll();
    assertDone(bench, run);
    assertThat(bench.order).containsExactly("sub", "before", "inside", "sub", "inside", "sub", "after");
  }

  @Test
  default void soItDoesAtEveryDepth() {
    Trouble trouble = new Trouble("inside");
    Sketch<String, String> part = part(trouble);
    Sketch<String, String> middle = new Sketch<>("middle", String.class, job -> job.output(job.sub("below", part)));
    JobBench bench = bench(whole(middle, sub -> sub), middle, part);
    RunId run = bench.run("whole", "\"x\"").id();
    trouble.mend();
    bench.redriveAll();
    RunId below = child(bench, run).id();
    assertThat(child(bench, below).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.op(child(bench, below).id(), "before").attempt()).isEqualTo(1);
    assertThat(bench.find(run).output()).isEqualTo("\"x done and more\"");
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void whatFailsAgainMayBeRedrivenAgain() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble);
    RunId run = bench.run("whole", "\"x\"").id();
    bench.redriveAll();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    trouble.mend();
    bench.redriveAll();
    assertDone(bench, run);
  }

  @Test
  default void anOpWaitsForItsSubJobThatWasRedrivenBefore() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble);
    RunId run = bench.run("whole", "\"x\"").id();
    trouble.mend();
    bench.redrive(child(bench, run).id(), "inside");
    bench.redrive(run, "sub");
    assertThat(bench.op(run, "sub").state()).isEqualTo(OpState.PENDING);
    assertThat(bench.claim(10)).singleElement().satisfies(lease -> assertThat(lease.key().opKey()).isEqualTo("inside"));
    bench.loseLeases();
    bench.work();
    assertDone(bench, run);
  }

  @Test
  default void anOpTakesWhatItsSubJobHasMadeSince() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble);
    RunId run = bench.run("whole", "\"x\"").id();
    trouble.mend();
    bench.redrive(child(bench, run).id(), "inside");
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    bench.redrive(run, "sub");
    bench.work();
    assertDone(bench, run);
  }

  @Test
  default void aSpacedRedriveCallsNoSubJobOff() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble, sub -> sub.timeout(Duration.ofMinutes(1)));
    RunId run = bench.run("whole", "\"x\"").id();
    trouble.mend();
    bench.store.deadLetters().redrive(DeadLetterFilter.all(100), Duration.ofMinutes(2));
    bench.pass(Duration.ofMinutes(1));
    bench.pass(Duration.ofMinutes(3));
    assertDone(bench, run);
  }

  @Test
  default void oneThatWasCalledOffIsStartedAnew() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble, sub -> sub.timeout(Duration.ofMinutes(1)));
    RunId run = bench.submit("whole", "\"x\"");
    bench.workUntil("before");
    bench.pass(Duration.ofMinutes(2));
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    trouble.mend();
    bench.redriveAll();
    assertThat(bench.store.children(run)).extracting(Run::status).containsExactlyInAnyOrder(RunStatus.CANCELED, RunStatus.SUCCEEDED);
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void aCancelReachesTheSubJobThatIsAwaitedAgain() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble);
    RunId run = bench.run("whole", "\"x\"").id();
    bench.store.deadLetters().redrive(DeadLetterFilter.all(100), Duration.ZERO);
    assertThat(bench.store.cancel(run, "enough")).isTrue();
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(child(bench, run).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void anOpOfATenantWithARateLimitWaitsForItsSubJobAlone() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble, sub -> sub.rateLimit("starts", 1, Duration.ofHours(1)));
    RunId run = bench.submit("whole", "\"x\"", new RunTerms(null, new Limits.Share("quiet", 1)));
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    trouble.mend();
    bench.store.deadLetters().redrive(DeadLetterFilter.all(100), Duration.ZERO);
    bench.pass(Duration.ofHours(2));
    assertDone(bench, run);
  }

  @Test
  default void anOpUnderAnOrderingKeyWaitsForItsTurnAsWell() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble, sub -> sub.orderedBy(String.class, input -> "lane"));
    RunId first = bench.run("whole", "\"x\"").id();
    trouble.mend();
    RunId second = bench.submit("whole", "\"x\"");
    Lease turn = bench.workUntil("sub");
    assertThat(turn.key().runId()).isEqualTo(second);
    bench.store.deadLetters().redrive(DeadLetterFilter.all(100), Duration.ZERO);
    Lease inside = bench.workUntil("inside");
    bench.commit(bench.attempt(inside));
    assertThat(child(bench, first).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.op(first, "sub").state()).isEqualTo(OpState.WAITING);
    bench.commit(bench.attempt(turn));
    bench.work();
    assertDone(bench, second);
    assertDone(bench, first);
  }

  @Test
  default void itsTurnMayComeWhileTheSubJobGoesOn() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble, sub -> sub.orderedBy(String.class, input -> "lane"));
    RunId run = bench.run("whole", "\"x\"").id();
    trouble.mend();
    bench.store.deadLetters().redrive(DeadLetterFilter.all(100), Duration.ZERO);
    assertThat(bench.op(run, "sub").state()).isEqualTo(OpState.PENDING);
    bench.work();
    assertDone(bench, run);
  }

  @Test
  default void aHistoryShowsAnOpThatDoesNotWaitForItsSubJobAgain() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble);
    bench.run("whole", "\"x\"");
    trouble.mend();
    bench.redriveAll();
    assertThat(bench.violations(events -> events.remove(lastSignal(events)))).extracting(Violation::rule).contains(Rule.EARLY_START);
    assertThat(bench.violations(events -> {
      RunEvent signal = lastSignal(events);
      events.set(events.indexOf(signal), new RunEvent(signal.sequence(), signal.runId(), signal.opKey(), signal.type(), signal.attempt(),
          signal.at(), signal.actor(), "FAILED"));
    })).extracting(Violation::rule).containsExactly(Rule.OTHER_INPUTS);
  }

  private static RunEvent lastSignal(List<RunEvent> events) {
    return events.stream().filter(event -> event.type() == EventType.OP_SIGNALED).reduce((one, other) -> other).orElseThrow();
  }
}
