package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlotsTest {
  private final Slots slots = new Slots(4);

  @Test
  void aClaimTakesWhatIsFreeAndGivesBackWhatItDidNotFill() throws InterruptedException {
    assertThat(slots.beginClaim()).isEqualTo(4);
    slots.endClaim(1);

    assertThat(slots.free()).isEqualTo(1);
    assertThat(slots.awaitFree()).isEqualTo(1);
  }

  @Test
  void aClaimWaitsForWhatAnotherOneLeavesOver() throws Exception {
    slots.beginClaim();
    CompletableFuture<Integer> second = new CompletableFuture<>();
    Thread waiting = new Thread(() -> {
      try {
        second.complete(slots.beginClaim());
      } catch (InterruptedException e) {
        second.completeExceptionally(e);
      }
    });
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    slots.endClaim(3);

    assertThat(second.get()).isEqualTo(3);
  }

  @Test
  void aClaimOnAFullWorkerWaitsForNobody() throws InterruptedException {
    slots.beginClaim();
    slots.endClaim(0);

    assertThat(slots.beginClaim()).isZero();
  }

  @Test
  void moreSlotsThanThereAreCannotBeGivenBack() {
    assertThatThrownBy(() -> slots.giveBack(1)).hasMessage("1 slots given back to 4 free ones of 4");
  }
}
