package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.SignalOutcome.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commits that do more than let go on what waits: together, repeated, with large payloads, and forgotten. */
interface SteeringConformance extends BenchFixture {
  private static Sketch<String, String> part() {
    return new Sketch<>("part", String.class, job -> job.output(job.op("inside", String.class, (input, context) -> input)));
  }

  /** A map, a decision, a sub-job and a plain op, all ready at once. */
  private static JobSource<?, ?> mixture() {
    return new Sketch<String, String>("mixture", String.class, job -> {
      Op<List<Integer>> each = job.map("each", Integer.class, String.class, text -> List.of("1", "22"), (text, context) -> text.length());
      Op<Boolean> decide = job.op("decide", Boolean.class, (text, context) -> true);
      Op<String> sub = job.sub("sub", part());
      Op<String> plain = job.op("plain", String.class, (text, context) -> text);
      Op<String> chosen = job.op("chosen", String.class, plain, (text, context) -> text).onlyIf(decide, true);
      job.op("other", String.class, plain, (text, context) -> text).onlyIf(decide, false);
      return job.output(job.op("end", String.class, each, sub, chosen, (lengths, inner, text, context) -> lengths + inner + text));
    });
  }

  @Test
  default void plainAndSteeringSuccessesAndSuspensionsOfSeveralRunsAreCommittedTogether() {
    JobBench bench = bench(mixture(), part());
    List<RunId> runs = IntStream.range(0, 5).mapToObj(i -> bench.submit("mixture", "\"x\"")).toList();
    for (List<Lease> leases = bench.claim(50); !leases.isEmpty(); leases = bench.claim(50)) {
      List<Attempt> attempts = new ArrayList<>(leases.stream().map(bench::attempt).toList());
      Collections.reverse(attempts);
      assertThat(bench.commit(attempts.toArray(Attempt[]::new)).committed()).hasSize(attempts.size());
    }
    assertThat(runs).allSatisfy(run -> {
      assertThat(bench.find(run).output()).isEqualTo("\"[1, 2]xx\"");
      assertThat(bench.states(run)).containsEntry("other", OpState.SKIPPED);
    });
  }

  @Test
  default void aSteeringSuccessThatIsCommittedTwiceSteersOnce() {
    JobBench bench = bench(mixture(), part());
    RunId run = bench.submit("mixture", "\"x\"");
    List<Attempt> attempts = bench.claim(10).stream().map(bench::attempt).toList();
    bench.commit(attempts.toArray(Attempt[]::new));
    int ops = bench.find(run).ops();
    var again = bench.commit(attempts.toArray(Attempt[]::new));
    assertThat(again.committed()).hasSize(3);
    assertThat(again.fenced()).as("the suspension, whose sub-job stands").hasSize(1);
    assertThat(bench.find(run).ops()).isEqualTo(ops);
    assertThat(bench.store.children(run)).hasSize(1);
    assertThat(bench.store.events(run)).extracting(RunEvent::type).filteredOn(EventType.OP_EXPANDED::equals).hasSize(1);
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void aSteeringSuccessOfALostLeaseSteersNothing() {
    JobBench bench = bench(mixture(), part());
    RunId run = bench.submit("mixture", "\"x\"");
    List<Attempt> late = bench.claim(10).stream().map(bench::attempt).toList();
    bench.loseLeases();
    assertThat(bench.commit(late.toArray(Attempt[]::new)).fenced()).hasSize(4);
    assertThat(bench.states(run)).doesNotContainKey("each[0]").containsEntry("other", OpState.WAITING);
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void aSubJobIsKeptAsLongAsWhatItIsPartOf() {
    JobBench bench = bench(part(), new Sketch<String, String>("long", String.class, job -> {
      Op<String> sub = job.sub("sub", part());
      Op<String> answer = job.await("answer", String.class).after(sub);
      return job.output(job.op("end", String.class, sub, answer, (inner, said, context) -> inner + said));
    }));
    RunId run = bench.submit("long", "\"x\"");
    bench.work();
    RunId child = bench.store.children(run).get(0).id();
    bench.advance(Duration.ofDays(8));
    assertThat(bench.store.forget(Duration.ofDays(7), 10)).as("its parent goes on").isZero();
    assertThat(bench.signal(run, "answer", "\"y\"")).isEqualTo(Answer.TAKEN);
    bench.work();
    assertThat(bench.store.forget(Duration.ofDays(7), 10)).as("its parent has just ended").isZero();
    bench.advance(Duration.ofDays(8));
    assertThat(bench.store.forget(Duration.ofDays(7), 10)).isEqualTo(2);
    assertThat(bench.store.find(child)).isEmpty();
  }

  @Test
  default void largeElementsAndSignalsAreNeededAsLongAsTheirRun() {
    String large = "x".repeat(2 * JobBench.INLINE);
    JobBench bench = bench(new Sketch<Integer, Integer>("large", Integer.class, job -> {
      Op<List<Integer>> each = job.map("each", Integer.class, String.class, n -> List.of(large + n), (text, context) -> text.length());
      Op<String> answer = job.await("answer", String.class);
      return job.output(job.op("end", Integer.class, each, answer, (all, text, context) -> all.get(0) + text.length()));
    }));
    RunId run = bench.submit("large", "7");
    bench.work();
    String input = bench.op(run, "each[0]").input();
    assertThat(PayloadAddress.isReference(input)).isTrue();
    String signal = bench.keep("\"" + large + "\"");
    PayloadAddress element = PayloadAddress.ofReference(input);
    PayloadAddress signaled = PayloadAddress.ofReference(signal);
    assertThat(bench.references.named(Set.of(element, signaled))).containsExactly(element);
    assertThat(bench.signal(run, "answer", signal)).isEqualTo(Answer.TAKEN);
    assertThat(bench.references.named(Set.of(element, signaled))).isEqualTo(Set.of(element, signaled));
    bench.work();
    Run ended = bench.find(run);
    assertThat(ended.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(ended.output()).isEqualTo(Integer.toString(2 * large.length() + 1));
    assertThat(bench.references.named(Set.of(element, signaled))).isEqualTo(Set.of(element, signaled));
    bench.advance(Duration.ofDays(8));
    assertThat(bench.store.forget(Duration.ofDays(7), 10)).isEqualTo(1);
    assertThat(bench.references.named(Set.of(element, signaled))).isEmpty();
  }
}
