package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.run.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sub-jobs: each try is a run of its own, and the op above it goes on once, whatever is lost in between. */
interface SubJobConformance extends BenchFixture {
  private static Sketch<String, String> part(Trouble trouble) {
    return new Sketch<>("part", String.class, job ->
        job.output(job.op("inside", String.class, (input, context) -> trouble.pass(context, input + " done"))));
  }

  private static JobSource<?, ?> whole(Sketch<String, String> part, Retry retry) {
    return new Sketch<String, String>("whole", String.class, job -> {
      Op<String> sub = job.sub("sub", part);
      if (retry != null) {
        sub.retry(retry);
      }
      return job.output(job.op("after", String.class, sub, (text, context) -> text + " and more"));
    });
  }

  private static JobBench bench(BenchFixture fixture, Trouble trouble, Retry retry) {
    return fixture.bench(whole(part(trouble), retry), part(trouble));
  }

  private static List<RunStatus> children(JobBench bench, RunId run) {
    return bench.store.children(run).stream().map(Run::status).toList();
  }

  private static List<EventType> types(JobBench bench, RunId run, String op) {
    return bench.store.events(run).stream().filter(event -> op.equals(event.opKey())).map(RunEvent::type).toList();
  }

  @Test
  default void eachRetryOfASubJobIsAnotherRun() {
    JobBench bench = bench(this, new Trouble("inside"), new Retry(3, Duration.ZERO, 1, Duration.ZERO, 0));
    Run run = bench.run("whole", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(children(bench, run.id())).containsExactly(RunStatus.FAILED, RunStatus.FAILED, RunStatus.FAILED);
    assertThat(types(bench, run.id(), "sub")).filteredOn(EventType.OP_SUSPENDED::equals).hasSize(3);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void theRetryOfTheJobStartsNoSubJobAgain() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(new Sketch<String, String>("whole", String.class, job -> {
      job.retry(new Retry(3, Duration.ZERO, 1, Duration.ZERO, 0));
      Op<List<String>> each = job.mapSub("each", part(trouble), input -> List.of(input));
      return job.output(job.op("all", String.class, each, job.sub("sub", part(trouble)), (texts, text, context) -> text));
    }), part(trouble));
    Run run = bench.run("whole", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(children(bench, run.id())).containsExactly(RunStatus.FAILED, RunStatus.FAILED);
  }

  @Test
  default void theRedriveOfASubJobsOpStartsAnother() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble, null);
    RunId run = bench.run("whole", "\"x\"").id();
    assertThat(bench.states(run)).containsEntry("sub", OpState.FAILED).containsEntry("after", OpState.SKIPPED);
    trouble.mend();
    bench.redrive(run, "sub");
    bench.work();
    assertThat(bench.find(run).output()).isEqualTo("\"x done and more\"");
    assertThat(children(bench, run)).containsExactlyInAnyOrder(RunStatus.FAILED, RunStatus.SUCCEEDED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void theRedriveInsideASubJobThatHasFailedWakesNobody() {
    Trouble trouble = new Trouble("inside");
    JobBench bench = bench(this, trouble, null);
    RunId run = bench.run("whole", "\"x\"").id();
    RunId child = bench.store.children(run).get(0).id();
    trouble.mend();
    bench.redrive(child, "inside");
    bench.work();
    assertThat(bench.find(child).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(types(bench, run, "sub")).filteredOn(EventType.OP_SIGNALED::equals).hasSize(1);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void aLeaseThatIsLostBeforeTheSubJobStandsLeavesNoSubJob() {
    JobBench bench = bench(this, new Trouble(), null);
    RunId run = bench.submit("whole", "\"x\"");
    Lease lost = bench.workUntil("sub");
    var late = bench.attempt(lost);
    bench.loseLeases();
    assertThat(bench.commit(late).fenced()).containsExactly(lost.token());
    assertThat(bench.store.children(run)).isEmpty();
    bench.work();
    assertThat(children(bench, run)).containsExactly(RunStatus.SUCCEEDED);
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void aLeaseThatIsLostAfterTheSubJobEndedStartsNoOther() {
    JobBench bench = bench(this, new Trouble(), null);
    RunId run = bench.submit("whole", "\"x\"");
    Lease first = bench.workUntil("sub");
    bench.commit(bench.attempt(first));
    Lease second = bench.workUntil("sub");
    assertThat(second.signal()).isNotNull();
    bench.loseLeases();
    bench.work();
    assertThat(children(bench, run)).containsExactly(RunStatus.SUCCEEDED);
    assertThat(bench.find(run).output()).isEqualTo("\"x done and more\"");
    assertThat(bench.op(run, "sub").attempt()).isEqualTo(3);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void whileItsSubJobRunsAnOpIsNotClaimedAndRepeatingItsCommitStartsNothing() {
    JobBench bench = bench(this, new Trouble(), null);
    RunId run = bench.submit("whole", "\"x\"");
    var suspended = bench.attempt(bench.workUntil("sub"));
    assertThat(bench.commit(suspended).committed()).hasSize(1);
    assertThat(bench.commit(suspended).fenced()).hasSize(1);
    assertThat(bench.store.children(run)).hasSize(1);
    assertThat(bench.op(run, "sub").state()).isEqualTo(OpState.PENDING);
    assertThat(bench.claim(10)).singleElement().satisfies(lease -> assertThat(lease.key().opKey()).isEqualTo("inside"));
    bench.advance(Duration.ofDays(2));
    bench.store.recover(100);
    assertThat(bench.op(run, "sub").state()).isEqualTo(OpState.PENDING);
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void aCancelWhileASubJobRunsFencesItsResult() {
    JobBench bench = bench(this, new Trouble(), null);
    RunId run = bench.submit("whole", "\"x\"");
    bench.commit(bench.attempt(bench.workUntil("sub")));
    Lease inside = bench.workUntil("inside");
    assertThat(bench.store.cancel(run, "enough")).isTrue();
    bench.commit(bench.attempt(inside));
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(children(bench, run)).containsExactly(RunStatus.CANCELED);
    assertThat(bench.store.cancel(run, "again")).isFalse();
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void aCancelBeforeTheSubJobStandsLeavesNoSubJob() {
    JobBench bench = bench(this, new Trouble(), null);
    RunId run = bench.submit("whole", "\"x\"");
    Lease phase = bench.workUntil("sub");
    bench.store.cancel(run, "enough");
    bench.commit(bench.attempt(phase));
    assertThat(bench.store.children(run)).isEmpty();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void theSubJobsOfATenantCountForIt() {
    JobBench bench = bench(this, new Trouble(), null);
    List<RunId> noisy = IntStream.range(0, 10).mapToObj(any -> bench.submit("whole", "\"x\"", of("noisy"))).toList();
    bench.claim(10).forEach(lease -> bench.commit(bench.attempt(lease)));
    RunId quiet = bench.submit("part", "\"y\"", of("quiet"));
    assertThat(bench.find(quiet).terms()).isEqualTo(of("quiet"));
    List<Lease> next = bench.claim(3);
    assertThat(next).extracting(lease -> lease.key().runId()).as("ten sub-jobs of the noisy tenant are ready").contains(quiet);
    next.forEach(lease -> bench.commit(bench.attempt(lease)));
    bench.work();
    assertThat(noisy).allSatisfy(run -> assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED));
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void theSubJobsOfARunHaveThePriorityThatItWasSubmittedWithAtEveryDepth() {
    Sketch<String, String> part = part(new Trouble());
    Sketch<String, String> middle = new Sketch<>("middle", String.class, job -> {
      Op<List<String>> parts = job.mapSub("parts", part, input -> List.of(input));
      return job.output(job.op("one", String.class, parts, (all, context) -> all.get(0)));
    });
    JobBench bench = bench(new Sketch<String, String>("top", String.class, job -> job.output(job.sub("below", middle))), middle, part);
    RunId urgent = bench.submit("top", "\"x\"", new RunTerms(7, null));
    RunId usual = bench.submit("top", "\"x\"");
    bench.work();
    assertThat(priorities(bench, urgent)).containsOnly(7);
    assertThat(priorities(bench, usual)).containsOnly(0);
    assertThat(bench.find(urgent).terms()).isEqualTo(new RunTerms(7, null));
    assertThat(bench.store.children(urgent)).extracting(Run::terms).containsExactly(new RunTerms(7, null));
    assertThat(bench.find(usual).terms()).isEqualTo(RunTerms.OF_THE_JOB);
    assertThat(bench.violations()).isEmpty();
  }

  /** Those of all op executions of a run, and of the runs below it. */
  private static List<Integer> priorities(JobBench bench, RunId run) {
    Stream<Integer> own = bench.store.ops(run).stream().map(IdempotencyRecord::priority);
    return Stream.concat(own, bench.store.children(run).stream().flatMap(child -> priorities(bench, child.id()).stream())).toList();
  }

  private static RunTerms of(String tenant) {
    return new RunTerms(null, new Limits.Share(tenant, 1));
  }

  @Test
  default void aDecisionInsideASubJobAndASubJobAsADecision() {
    Sketch<Integer, Boolean> judge = new Sketch<>("judge", Integer.class, job -> {
      Op<Boolean> big = job.op("big", Boolean.class, (n, context) -> n > 10);
      Op<Boolean> yes = job.op("yes", Boolean.class, (n, context) -> true).onlyIf(big, true);
      Op<Boolean> no = job.op("no", Boolean.class, (n, context) -> false).onlyIf(big, false);
      return job.output(job.firstOf("verdict", Boolean.class, List.of(yes, no)));
    });
    JobBench bench = bench(judge, new Sketch<Integer, String>("asks", Integer.class, job -> {
      Op<Boolean> verdict = job.sub("ask", judge);
      Op<String> large = job.op("large", String.class, (n, context) -> "large").onlyIf(verdict, true);
      Op<String> small = job.op("small", String.class, (n, context) -> "small").onlyIf(verdict, false);
      return job.output(job.firstOf("said", String.class, List.of(large, small)));
    }));
    assertThat(bench.run("asks", "11").output()).isEqualTo("\"large\"");
    Run run = bench.run("asks", "1");
    assertThat(run.output()).isEqualTo("\"small\"");
    assertThat(bench.states(run.id())).containsEntry("large", OpState.SKIPPED);
  }

  @Test
  default void sometimesTheFailureOfASubJobIsWhatARunIsFor() {
    JobBench bench = bench(new Sketch<String, String>("careful", String.class, job -> {
      Op<String> sub = job.sub("sub", part(new Trouble("inside"))).mayFail();
      return job.output(job.op("report", String.class, List.of(sub), (all, context) -> "failed").when(Trigger.ANY_FAILED));
    }), part(new Trouble("inside")));
    Run run = bench.run("careful", "\"x\"");
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output()).isEqualTo("\"failed\"");
  }
}
