package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.OpFunction1;
import dev.sluice.core.job.OpRunner;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.worker.TestJobs.Single;
import dev.sluice.worker.TestJobs.Text;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code that does not stop when told: the rig's grace is short, and the code returns only when the test says so. */
@Timeout(60)
class GraceTest {
  private static final String INPUT = "{\"text\":\"in\"}";

  private final AtomicBoolean stopsDeaf = new AtomicBoolean();
  private final CountDownLatch begun = new CountDownLatch(1);

  /** A job of one op, with a timeout. */
  private record Timed(Duration timeout, OpFunction1<Text, Text> code) implements JobSource<Text, Text> {
    @Override
    public Class<Text> inputType() {
      return Text.class;
    }

    @Override
    public String name() {
      return "timed";
    }

    @Override
    public Job<Text, Text> define(JobBuilder<Text> job) {
      return job.output(job.op("only", Text.class, code).timeout(timeout).retry(Retry.never()));
    }
  }

  /** Computes on, whatever the interrupt says, in attempt 1. */
  private Text deaf(Text input, int attempt) {
    begun.countDown();
    while (attempt == 1 && !stopsDeaf.get()) {
      Thread.onSpinWait();
    }
    return input;
  }

  @Test
  void aCanceledRunEndsThoughItsCodeDoesNotReturnAndItsSlotStaysTaken() throws InterruptedException {
    try (Rig rig = new Rig(Single.of((input, context) -> deaf(input, context.attempt())))) {
      rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      begun.await();
      assertThat(rig.store.cancel(run, "enough")).isTrue();

      assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.CANCELED);

      assertThat(rig.op(run, "only").state()).isEqualTo(OpState.CANCELED);
      rig.recorder.awaitUntil("it is let go", () -> rig.handsOf("w1") == 0);
      RunId next = rig.submit("single", "{\"text\":\"next\"}");
      assertThat(rig.op(next, "only").state()).as("the only slot is taken").isEqualTo(OpState.PENDING);
      stopsDeaf.set(true);
      rig.awaitSuccess(next);
      assertThat(rig.events(run)).extracting(RunEvent::type)
          .containsOnlyOnce(EventType.OP_CANCELED).doesNotContain(EventType.OP_SUCCEEDED, EventType.COMMIT_FENCED);
      rig.awaitQueuesEmpty();
    } finally {
      stopsDeaf.set(true);
    }
  }

  @Test
  void aTimeoutCountsThoughTheCodeDoesNotReturn() {
    try (Rig rig = new Rig(new Timed(Duration.ofMillis(20), (input, context) -> deaf(input, context.attempt())))) {
      rig.start("w1", 1);
      RunId run = rig.submit("timed", INPUT);

      assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.FAILED);

      assertThat(stopsDeaf).as("the code has not returned").isFalse();
      assertThat(rig.op(run, "only").cause()).satisfies(cause -> assertThat(cause.type()).isEqualTo(OpRunner.TIMEOUT));
    } finally {
      stopsDeaf.set(true);
    }
  }

  @Test
  void timeoutsOfOpsThatHaveEndedAreNotKeptUntilTheirTime() {
    try (Rig rig = new Rig(new Timed(Duration.ofHours(1), (input, context) -> input))) {
      Rig.Hand hand = rig.start("w1", 4);
      for (int i = 0; i < 50; i++) {
        rig.awaitSuccess(rig.submit("timed", INPUT));
      }

      assertThat(hand.worker().timeouts()).isZero();
    }
  }

  @Test
  void codeThatHeedsItsInterruptIsNotFencedOff() {
    try (Rig rig = new Rig(Single.of((input, context) -> {
      new CountDownLatch(1).await();
      return input;
    }))) {
      rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      rig.recorder.await("started");
      rig.store.cancel(run, "enough");
      assertThat(rig.awaitEnd(run).status()).isEqualTo(RunStatus.CANCELED);
      assertThat(rig.events(run)).filteredOn(event -> event.type() == EventType.OP_CANCELED)
          .singleElement().extracting(RunEvent::detail).asString().doesNotContain("fenced");
    }
  }
}
