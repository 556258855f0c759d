package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlotsTest {
  private final Slots slots = new Slots(4);

  @Test
  void aClaimTakesWhatIsFreeAndGivesBackWhatItDidNotFill() throws InterruptedException {
    assertThat(slots.beginClaim(() -> {})).isEqualTo(4);
    slots.endClaim(1);

    assertThat(slots.free()).isEqualTo(1);
    slots.awaitFree();
    assertThat(slots.awaitMore(1, Duration.ofHours(1))).isEqualTo(1);
  }

  @Test
  void whoeverAwaitsSlotsTakesThoseThatComeInTheSameMoment() throws Exception {
    slots.beginClaim(() -> {});
    slots.endClaim(0);
    CompletableFuture<Integer> free = new CompletableFuture<>();
    await(awaiting(free, () -> slots.awaitMore(3, Duration.ofHours(1))), Thread.State.TIMED_WAITING);
    slots.giveBack(1);
    slots.giveBack(2);

    assertThat(free.get()).isEqualTo(3);
  }

  @Test
  void whoeverAwaitsMoreSlotsThanThereAreDoesWithAll() throws InterruptedException {
    assertThat(slots.awaitMore(10, Duration.ofHours(1))).isEqualTo(4);
  }

  @Test
  void whoeverAwaitsSlotsDoesWithWhatIsFreeOnceTheMomentIsOver() throws InterruptedException {
    slots.beginClaim(() -> {});
    assertThat(slots.awaitMore(2, Duration.ofNanos(1))).isZero();
    slots.endClaim(1);

    assertThat(slots.awaitMore(2, Duration.ofNanos(1))).isEqualTo(1);
  }

  @Test
  void aClaimWaitsForWhatAnotherOneLeavesOver() throws Exception {
    slots.beginClaim(() -> {});
    CompletableFuture<Integer> second = new CompletableFuture<>();
    await(awaiting(second, () -> slots.beginClaim(() -> {})), Thread.State.WAITING);

    slots.endClaim(3);

    assertThat(second.get()).isEqualTo(3);
  }

  @Test
  void aClaimOnAFullWorkerWaitsForNobody() throws InterruptedException {
    slots.beginClaim(() -> {});
    slots.endClaim(0);

    assertThat(slots.beginClaim(() -> {})).isZero();
  }

  @Test
  void moreSlotsThanThereAreCannotBeGivenBack() {
    assertThatThrownBy(() -> slots.giveBack(1)).hasMessage("1 slots given back to 4 free ones of 4");
  }

  private static Thread awaiting(CompletableFuture<Integer> result, Callable<Integer> call) {
    Thread thread = new Thread(() -> {
      try {
        result.complete(call.call());
      } catch (Exception e) {
        result.completeExceptionally(e);
      }
    });
    thread.start();
    return thread;
  }

  private static void await(Thread thread, Thread.State state) {
    while (thread.getState() != state) {
      Thread.onSpinWait();
    }
  }
}
