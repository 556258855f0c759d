package dev.sluice.core.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.store.Subscription;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunWaiterTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final RunStore store = new InMemoryRunStore(InstantSource.system());
  private final RunWaiter waiter = new RunWaiter(store);

  @AfterEach
  void close() {
    waiter.close();
  }

  private RunId submitted() {
    RunId id = RunId.next(InstantSource.system(), new Random());
    OpPlan op = new OpPlan("only", "default", 0, 1, List.of(), null);
    store.submit(List.of(new RunRequest(id, "job", "1", "{}", "only", Map.of(), null, List.of(op))), PublishWindow.CLOSED);
    return id;
  }

  private static RunStatus status(CompletableFuture<Optional<Run>> end) {
    return end.join().orElseThrow().status();
  }

  @Test
  void itAnswersWhenTheRunEndsThoughNobodySaysSo() {
    RunId run = submitted();
    CompletableFuture<Optional<Run>> end = waiter.await(run, LONG);
    assertThat(end).isNotDone();
    store.cancel(run, "test");
    assertThat(status(end)).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  void itAnswersEveryCallerOfARun() {
    RunId run = submitted();
    List<CompletableFuture<Optional<Run>>> ends = IntStream.range(0, 200).mapToObj(i -> waiter.await(run, LONG)).toList();
    store.cancel(run, "test");
    waiter.wake(run);
    assertThat(ends).allSatisfy(end -> assertThat(status(end)).isEqualTo(RunStatus.CANCELED));
  }

  @Test
  void itAnswersWithTheRunAsItStandsWhenTheTimeIsOver() {
    RunId run = submitted();
    assertThat(status(waiter.await(run, Duration.ofMillis(1)))).isEqualTo(RunStatus.PENDING);
    assertThat(waiter.await(run, Duration.ZERO)).isCompletedWithValue(store.find(run));
  }

  @Test
  void closingTakesALastLookForWhoeverWaits() {
    RunId canceled = submitted();
    CompletableFuture<Optional<Run>> end = waiter.await(canceled, LONG);
    CompletableFuture<Optional<Run>> open = waiter.await(submitted(), LONG);
    store.cancel(canceled, "test");
    waiter.close();
    assertThat(status(end)).isEqualTo(RunStatus.CANCELED);
    assertThat(status(open)).isEqualTo(RunStatus.PENDING);
    assertThat(waiter.await(submitted(), LONG)).as("closed").isDone();
  }

  @Test
  void nobodyWaitsForARunThatThereIsNot() {
    RunId unknown = RunId.next(InstantSource.system(), new Random());
    assertThat(waiter.await(unknown, LONG).join()).isEmpty();
    assertThat(waiter.await(unknown, Duration.ZERO).join()).isEmpty();
  }

  @Test
  void whoeverNothingIsKnownForHearsThatTheStoreDoesNotAnswer() {
    RunId run = submitted();
    try (RunWaiter other = new RunWaiter(mute())) {
      for (Duration wait : List.of(LONG, Duration.ZERO)) {
        assertThatThrownBy(() -> other.await(run, wait).join()).hasCauseInstanceOf(StoreUnavailableException.class);
      }
    }
  }

  /** A store that answers nothing but a subscription. */
  private static RunStore mute() {
    return (RunStore) Proxy.newProxyInstance(RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, given) -> {
      if (method.getName().equals("subscribe")) {
        return (Subscription) () -> {};
      }
      throw new StoreUnavailableException("no answer", new IOException("connection reset"));
    });
  }
}
