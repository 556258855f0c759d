package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.RunId;
import dev.sluice.worker.TestJobs.Single;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ops say of their progress reaches the store with heartbeats, however often they say it. */
@Timeout(60)
class ProgressTest {
  private static final String INPUT = "{\"text\":\"in\"}";

  private final CountDownLatch said = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  @Test
  void aThousandCallsAreOneWriteWithTheNextHeartbeat() throws InterruptedException {
    try (Rig rig = new Rig(Single.of((input, context) -> {
      for (int i = 1; i <= 1_000; i++) {
        context.progress(i, 2_000);
      }
      said.countDown();
      done.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      RunId run = rig.submit("single", INPUT);
      said.await();
      assertThat(rig.store.progress().of(run)).as("before a heartbeat").isEmpty();

      for (int beat = 1; beat <= 3; beat++) {
        hand.ticks().heartbeat();
        rig.recorder.await("call w1 store heartbeat", beat);
      }
      rig.recorder.awaitUntil("progress is told", () -> !rig.store.progress().of(run).isEmpty());

      OpProgress told = rig.store.progress().of(run).get(0);
      assertThat(told.key()).hasToString(run + "/only");
      assertThat(told.attempt()).isEqualTo(1);
      assertThat(told.done()).isEqualTo(1_000);
      assertThat(told.total()).isEqualTo(2_000);
      assertThat(rig.recorder.count("call w1 store progress")).isEqualTo(1);
      done.countDown();
      rig.awaitSuccess(run);
    } finally {
      done.countDown();
    }
  }

  @Test
  void whatCannotBeToldNowIsToldLaterAndNeverFailsTheOp() throws InterruptedException {
    try (Rig rig = new Rig(Single.of((input, context) -> {
      context.progress(1, 2);
      said.countDown();
      done.await();
      return input;
    }))) {
      Rig.Hand hand = rig.start("w1", 1);
      hand.wire().tap((call, arguments) -> {
        if (call.equals("store progress") && rig.recorder.count("troubled tell progress") == 0) {
          throw new IllegalStateException("not now");
        }
      });
      RunId run = rig.submit("single", INPUT);
      said.await();

      hand.ticks().heartbeat();
      rig.recorder.await("troubled tell progress");
      assertThat(rig.store.progress().of(run)).isEmpty();
      hand.ticks().heartbeat();

      rig.recorder.awaitUntil("progress is told", () -> !rig.store.progress().of(run).isEmpty());
      done.countDown();
      rig.awaitSuccess(run);
    } finally {
      done.countDown();
    }
  }
}
