package dev.sluice.tests.conformance.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.Op;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.SignalOutcome.Answer;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Signals at every state of the op that they are for, and waits that end by time. */
interface WaitConformance extends BenchFixture {
  private static Sketch<String, String> asks() {
    return new Sketch<>("asks", String.class, job -> {
      Op<String> first = job.op("first", String.class, (input, context) -> input);
      Op<String> answer = job.await("answer", String.class).after(first).timeout(Duration.ofHours(1));
      return job.output(job.op("end", String.class, answer, (text, context) -> text));
    });
  }

  @Test
  default void aSignalIsAnsweredByTheStateOfItsOp() {
    JobBench bench = bench(asks());
    RunId run = bench.submit("asks", "\"x\"");
    assertThat(bench.signal(run, "nothing", "1")).isEqualTo(Answer.UNKNOWN);
    RunId nobody = RunId.next(new VirtualClock(Instant.EPOCH), new Random(1));
    assertThat(bench.store.signal(new IdempotencyKey(nobody, "answer"), "1", PublishWindow.CLOSED).answer()).isEqualTo(Answer.UNKNOWN);
    assertThat(bench.signal(run, "first", "1")).isEqualTo(Answer.NOT_AWAITED);
    assertThat(bench.signal(run, "answer", "\"yes\"")).isEqualTo(Answer.TAKEN);
    assertThat(bench.signal(run, "answer", "\"no\"")).as("while it waits for its upstream").isEqualTo(Answer.REPEATED);
    Lease held = bench.workUntil("answer");
    assertThat(bench.signal(run, "answer", "\"no\"")).as("while it runs").isEqualTo(Answer.REPEATED);
    bench.commit(bench.attempt(held));
    assertThat(bench.signal(run, "answer", "\"no\"")).as("once it has succeeded").isEqualTo(Answer.REPEATED);
    bench.work();
    assertThat(bench.find(run).output()).isEqualTo("\"yes\"");
  }

  @Test
  default void aSignalAfterACancelIsTooLate() {
    JobBench bench = bench(asks());
    RunId run = bench.submit("asks", "\"x\"");
    bench.work();
    bench.store.cancel(run, "enough");
    assertThat(bench.signal(run, "answer", "\"yes\"")).isEqualTo(Answer.TOO_LATE);
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  default void aSignalThatComesWithTheTimeoutCountsUntilSomebodyActsOnTheTimeout() {
    JobBench bench = bench(asks());
    RunId taken = bench.submit("asks", "\"x\"");
    RunId missed = bench.submit("asks", "\"y\"");
    bench.work();
    bench.advance(Duration.ofHours(1));
    bench.store.recover(100);
    assertThat(bench.signal(taken, "answer", "\"just in time\"")).isEqualTo(Answer.TAKEN);
    bench.claim(10).forEach(lease -> {
      if (lease.key().runId().equals(missed)) {
        assertThat(bench.signal(missed, "answer", "\"late\"")).isEqualTo(Answer.TOO_LATE);
      }
      bench.commit(bench.attempt(lease));
    });
    bench.work();
    assertThat(bench.find(taken).output()).isEqualTo("\"just in time\"");
    assertThat(bench.find(missed).status()).isEqualTo(RunStatus.FAILED);
    assertThat(bench.signal(missed, "answer", "\"late\"")).isEqualTo(Answer.TOO_LATE);
  }

  @Test
  default void theRedriveOfAWaitThatTimedOutWaitsAnew() {
    JobBench bench = bench(asks());
    RunId run = bench.submit("asks", "\"x\"");
    bench.work();
    bench.pass(Duration.ofHours(1));
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
    bench.redrive(run, "answer");
    bench.pass(Duration.ofMinutes(59));
    assertThat(bench.op(run, "answer").state()).isEqualTo(OpState.PENDING);
    assertThat(bench.signal(run, "answer", "\"yes\"")).isEqualTo(Answer.TAKEN);
    bench.work();
    assertThat(bench.find(run).output()).isEqualTo("\"yes\"");
  }

  @Test
  default void theRedriveOfAWaitTimesOutAgain() {
    JobBench bench = bench(asks());
    RunId run = bench.submit("asks", "\"x\"");
    bench.work();
    bench.pass(Duration.ofHours(1));
    bench.redrive(run, "answer");
    bench.pass(Duration.ofHours(1));
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.FAILED);
  }

  @Test
  default void aTenantsRunWaitsLikeAnyOther() {
    JobBench bench = bench(asks());
    RunId run = bench.submit("asks", "\"x\"", new RunTerms(null, new Limits.Share("tenant", 1)));
    bench.work();
    assertThat(bench.order).containsExactly("first");
    assertThat(bench.signal(run, "answer", "\"yes\"")).isEqualTo(Answer.TAKEN);
    bench.work();
    assertThat(bench.find(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void aSleepKeepsItsTimeOverALostLease() {
    JobBench bench = bench(new Sketch<String, String>("naps", String.class, job -> {
      Op<String> first = job.op("first", String.class, (input, context) -> input);
      return job.output(job.sleep("nap", Duration.ofMinutes(10), first));
    }));
    RunId run = bench.submit("naps", "\"x\"");
    bench.work();
    bench.pass(Duration.ofMinutes(9));
    assertThat(bench.order).containsExactly("first");
    bench.advance(Duration.ofMinutes(1));
    bench.store.recover(100);
    bench.workUntil("nap");
    bench.loseLeases();
    bench.work();
    assertThat(bench.find(run).output()).isEqualTo("\"x\"");
  }
}
