package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.Trigger;
import dev.sluice.core.store.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sub-jobs that may take an hour: called off when it is over, and only then. */
interface SubJobTimeoutConformance extends BenchFixture {
  Duration HOUR = Duration.ofHours(1);

  private static Sketch<String, String> asks() {
    return new Sketch<>("asks", String.class, job -> {
      Op<String> first = job.op("first", String.class, (input, context) -> input);
      Op<String> answer = job.await("answer", String.class).after(first);
      return job.output(job.op("last", String.class, answer, (text, context) -> text));
    });
  }

  private static Job<String, String> whole(JobBuilder<String> job) {
    return job.output(job.sub("sub", asks()).timeout(HOUR));
  }

  private static JobBench bench(BenchFixture fixture) {
    return fixture.bench(new Sketch<>("whole", String.class, SubJobTimeoutConformance::whole), asks());
  }

  private static Run child(JobBench bench, RunId run) {
    return bench.store.children(run).get(0);
  }

  /** Several may have been made in the same millisecond, and so in no order. */
  private static Run openChild(JobBench bench, RunId run) {
    return bench.store.children(run).stream().filter(child -> !child.status().isTerminal()).findFirst().orElseThrow();
  }

  private static List<EventType> types(JobBench bench, RunId run) {
    return bench.store.events(run).stream().map(RunEvent::type).toList();
  }

  @Test
  default void aSubJobThatTakesTooLongIsCalledOffAndItsOpFails() {
    JobBench bench = bench(this);
    RunId run = bench.run("whole", "\"x\"").id();
    bench.pass(HOUR.minusSeconds(1));
    assertThat(bench.op(run, "sub").state()).isEqualTo(OpState.PENDING);
    bench.pass(Duration.ofSeconds(1));
    Run child = child(bench, run);
    assertThat(child.status()).isEqualTo(RunStatus.CANCELED);
    assertThat(bench.store.events(child.id())).filteredOn(event -> event.type() == EventType.RUN_CANCEL_REQUESTED)
        .singleElement().extracting(RunEvent::detail).isEqualTo(Recovery.TOOK_TOO_LONG);
    IdempotencyRecord sub = bench.op(run, "sub");
    assertThat(sub.state()).isEqualTo(OpState.FAILED);
    Cause cause = Objects.requireNonNull(sub.cause());
    assertThat(cause.type()).isEqualTo("SubJobDidNotSucceed");
    assertThat(cause.message()).contains(child.id().toString(), "CANCELED", "PT1H");
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void aSubJobThatEndsInTimeIsLeftAlone() {
    JobBench bench = bench(this);
    RunId run = bench.run("whole", "\"x\"").id();
    bench.advance(HOUR.minusSeconds(1));
    bench.signal(child(bench, run).id(), "answer", "\"yes\"");
    bench.work();
    assertThat(bench.find(run).output()).isEqualTo("\"yes\"");
    bench.pass(HOUR);
    assertThat(child(bench, run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void anOutcomeThatNobodyHasTakenYetOutlivesTheTime() {
    JobBench bench = bench(this);
    RunId run = bench.submit("whole", "\"x\"");
    bench.work();
    bench.signal(child(bench, run).id(), "answer", "\"yes\"");
    bench.commit(bench.attempt(bench.workUntil("last")));
    bench.pass(HOUR.multipliedBy(2));
    assertThat(bench.find(run).output()).isEqualTo("\"yes\"");
  }

  @Test
  default void eachTryHasTheWholeTime() {
    Retry twice = new Retry(2, Duration.ZERO, 1, Duration.ZERO, 0);
    JobBench bench = bench(new Sketch<String, String>("whole", String.class, job ->
        job.output(job.sub("sub", asks()).timeout(HOUR).retry(twice))), asks());
    RunId run = bench.run("whole", "\"x\"").id();
    bench.pass(HOUR);
    assertThat(bench.store.children(run)).extracting(Run::status).containsExactlyInAnyOrder(RunStatus.CANCELED, RunStatus.RUNNING);
    bench.pass(HOUR.minusSeconds(1));
    bench.signal(openChild(bench, run).id(), "answer", "\"at last\"");
    bench.work();
    assertThat(bench.find(run).output()).isEqualTo("\"at last\"");
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void whatRunsInsideIsToldAndFencedAndTheOpAboveWaitsForItsEnd() {
    JobBench bench = bench(this);
    RunId run = bench.submit("whole", "\"x\"");
    Lease inside = bench.workUntil("first");
    RunId child = inside.key().runId();
    bench.advance(HOUR);
    bench.keepAlive(inside);
    assertThat(bench.store.recover(100)).isEqualTo(new Recovery(0, 0, 1));
    assertThat(bench.store.recover(100)).as("nobody calls it off twice").isEqualTo(new Recovery(0, 0, 0));
    assertThat(types(bench, child)).filteredOn(EventType.RUN_CANCEL_REQUESTED::equals).hasSize(1);
    assertThat(bench.keepAlive(inside).canceled()).containsExactly(inside.token());
    assertThat(bench.op(run, "sub").state()).isEqualTo(OpState.PENDING);
    bench.commit(bench.attempt(inside));
    assertThat(bench.states(child)).containsEntry("first", OpState.CANCELED);
    bench.work();
    assertThat(bench.op(run, "sub").state()).isEqualTo(OpState.FAILED);
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void eachSubJobOfAMapHasItsOwnTime() {
    JobBench bench = bench(new Sketch<String, Integer>("each", String.class, job -> {
      Op<List<String>> parts = job.mapSub("part", asks(), input -> List.of("a", "b")).timeout(HOUR).mayFail();
      return job.output(job.op("all", Integer.class, parts, (all, context) -> (int) all.stream().filter(Objects::nonNull).count())
          .when(Trigger.ALL_DONE));
    }), asks());
    RunId run = bench.run("each", "\"x\"").id();
    bench.advance(Duration.ofMinutes(30));
    bench.signal(child(bench, run).id(), "answer", "\"yes\"");
    bench.work();
    bench.pass(Duration.ofMinutes(30));
    assertThat(bench.store.children(run)).extracting(Run::status)
        .containsExactlyInAnyOrder(RunStatus.CANCELED, RunStatus.SUCCEEDED);
    assertThat(bench.find(run).output()).isEqualTo("1");
    assertThat(bench.violations()).isEmpty();
  }

  @Test
  default void whatIsBelowASubJobMayBeDueAtTheSameMoment() {
    Sketch<String, String> sleeps = new Sketch<>("sleeps", String.class, job -> {
      Op<String> first = job.op("first", String.class, (input, context) -> input);
      Op<String> nap = job.sleep("nap", HOUR, first);
      Op<String> asked = job.sub("ask", asks()).timeout(HOUR);
      return job.output(job.op("both", String.class, nap, asked, (left, right, context) -> left + right));
    });
    JobBench bench = bench(new Sketch<String, String>("top", String.class, job -> job.output(job.sub("middle", sleeps).timeout(HOUR))), sleeps);
    RunId run = bench.run("top", "\"x\"").id();
    RunId middle = child(bench, run).id();
    bench.pass(HOUR);
    assertThat(bench.states(middle)).containsEntry("both", OpState.CANCELED).doesNotContainValue(OpState.RUNNING);
    assertThat(bench.find(middle).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(bench.find(child(bench, middle).id()).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.violations()).isEmpty();
  }

  /** A sub-job in a sub-job, each with its time; both wait for an answer. */
  private static JobBench nested(BenchFixture fixture, Duration outer, Duration inner) {
    Sketch<String, String> middle = new Sketch<>("middle", String.class, job -> job.output(job.sub("inner", asks()).timeout(inner)));
    Sketch<String, String> top = new Sketch<>("top", String.class, job -> job.output(job.sub("outer", middle).timeout(outer)));
    return fixture.bench(top, middle, asks());
  }

  @Test
  default void whatIsCalledOffWithTheOneAboveItIsNotCounted() {
    JobBench bench = nested(this, HOUR, HOUR);
    RunId run = bench.run("top", "\"x\"").id();
    bench.advance(HOUR);
    assertThat(bench.store.recover(100)).isEqualTo(new Recovery(0, 0, 1));
    assertThat(child(bench, child(bench, run).id()).status()).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  default void theLongestOverdueIsCalledOffFirst() {
    JobBench bench = nested(this, HOUR.multipliedBy(2), HOUR);
    RunId run = bench.run("top", "\"x\"").id();
    RunId inner = child(bench, child(bench, run).id()).id();
    bench.advance(HOUR.multipliedBy(3));
    assertThat(bench.store.recover(100)).isEqualTo(new Recovery(0, 0, 2));
    assertThat(bench.store.events(inner)).filteredOn(event -> event.type() == EventType.RUN_CANCEL_REQUESTED)
        .extracting(RunEvent::detail).containsExactly(Recovery.TOOK_TOO_LONG);
  }

  @Test
  default void theTimeOfASubJobIsOverForAllThatIsBelowIt() {
    JobBench bench = bench(new Sketch<String, String>("top", String.class, job ->
        job.output(job.sub("middle", new Sketch<>("whole", String.class, inner -> inner.output(inner.sub("sub", asks())))).timeout(HOUR))),
        asks());
    RunId run = bench.run("top", "\"x\"").id();
    RunId below = child(bench, child(bench, run).id()).id();
    bench.pass(HOUR);
    assertThat(bench.find(below).status()).isEqualTo(RunStatus.CANCELED);
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.violations()).isEmpty();
  }
}
