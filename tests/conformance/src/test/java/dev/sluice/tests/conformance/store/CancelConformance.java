package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.RunSubscriber;
import dev.sluice.core.store.Subscription;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What a store promises about calling runs off: I6. */
interface CancelConformance extends StoreFixture {
  @Test
  default void afterACancelNothingStartsAndNothingSucceeds() {
    RunId runId = submit(op("a"), op("b"), op("c", "a"));
    Lease a = claimOne("w1");
    assertThat(store().cancel(runId, "because")).isTrue();
    assertThat(claim("w1", 5)).isEmpty();
    assertThat(state(runId, "b")).isEqualTo(OpState.CANCELED);
    assertThat(state(runId, "c")).isEqualTo(OpState.CANCELED);
    assertThat(store().heartbeat("w1", List.of(a.token()), LEASE).canceled()).containsExactly(a.token());
    commit("w1", success(a));
    assertThat(state(runId, "a")).isEqualTo(OpState.CANCELED);
    assertThat(status(runId)).isEqualTo(RunStatus.CANCELED);
    assertThat(store().cancel(runId, "again")).isFalse();
  }

  @Test
  default void aLeaseLostAfterACancelIsNotTakenAgain() {
    RunId runId = submit(op("a"));
    claimOne("w1");
    store().cancel(runId, "because");
    advance(LEASE.plusSeconds(1));
    assertThat(claim("w2", 1)).isEmpty();
    store().recover(10);
    assertThat(status(runId)).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  default void subscribersHearThatARunWasCalledOffAndThatItEnded() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    CountDownLatch listening = new CountDownLatch(1);
    RunSubscriber subscriber = new RunSubscriber() {
      @Override
      public void ended(RunId runId) {
        heard.add("ended " + runId);
      }

      @Override
      public void canceled(RunId runId) {
        heard.add("canceled " + runId);
      }

      @Override
      public void missed() {
        listening.countDown();
      }
    };
    Subscription subscription = store().subscribe(subscriber);
    try {
      awaitListening(listening);
      RunId watched = submit(op("only"));
      assertThat(store().watch(watched).orElseThrow().status()).isEqualTo(RunStatus.PENDING);
      commit("w1", success(claimOne("w1")));
      assertThat(heard.take()).isEqualTo("ended " + watched);
      assertThat(store().watch(watched).orElseThrow().status()).isEqualTo(RunStatus.SUCCEEDED);

      RunId failed = submit(op("only", "default", 0, 1));
      store().watch(failed);
      commit("w1", failure(claimOne("w1"), true, null));
      assertThat(heard.take()).isEqualTo("ended " + failed);

      RunId running = submit(op("only"));
      Lease lease = claimOne("w1");
      store().cancel(running, "enough");
      assertThat(heard.take()).isEqualTo("canceled " + running);
      commit("w1", success(lease));
    } finally {
      subscription.close();
    }
  }
}
