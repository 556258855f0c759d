package dev.sluice.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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

  private Run submitted() {
    RunId id = RunId.next(InstantSource.system(), new Random());
    OpPlan op = new OpPlan("only", "default", 0, 1, List.of(), null);
    store.submit(List.of(new RunRequest(id, "job", "1", "{}", "only", Map.of(), null, List.of(op))), PublishWindow.CLOSED);
    return store.find(id).orElseThrow();
  }

  @Test
  void itAnswersWhenTheRunEndsThoughNobodySaysSo() {
    Run run = submitted();
    CompletableFuture<Run> end = waiter.await(run, LONG);
    assertThat(end).isNotDone();
    store.cancel(run.id(), "test");
    assertThat(end.join().status()).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  void itAnswersEveryCallerOfARun() {
    Run run = submitted();
    List<CompletableFuture<Run>> ends = IntStream.range(0, 200).mapToObj(i -> waiter.await(run, LONG)).toList();
    store.cancel(run.id(), "test");
    waiter.wake(run.id());
    assertThat(ends).allSatisfy(end -> assertThat(end.join().status()).isEqualTo(RunStatus.CANCELED));
  }

  @Test
  void itAnswersWithTheRunAsItStandsWhenTheTimeIsOver() {
    Run run = submitted();
    assertThat(waiter.await(run, Duration.ofMillis(1)).join().status()).isEqualTo(RunStatus.PENDING);
    assertThat(waiter.await(run, Duration.ZERO)).isCompletedWithValue(run);
  }

  @Test
  void closingTakesALastLookForWhoeverWaits() {
    Run canceled = submitted();
    CompletableFuture<Run> end = waiter.await(canceled, LONG);
    CompletableFuture<Run> open = waiter.await(submitted(), LONG);
    store.cancel(canceled.id(), "test");
    waiter.close();
    assertThat(end.join().status()).isEqualTo(RunStatus.CANCELED);
    assertThat(open.join().status()).isEqualTo(RunStatus.PENDING);
    assertThat(waiter.await(submitted(), LONG)).as("closed").isDone();
  }
}
