package dev.sluice.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReachabilityTest {
  @Test
  void whatAnswersIsReachableAndWhatRefusesOrFailsIsNot() {
    assertThat(new Reachability(() -> true).isGiven()).isTrue();
    assertThat(new Reachability(() -> false).isGiven()).isFalse();
    assertThat(new Reachability(() -> {
      throw new IllegalStateException("closed, for the test");
    }).isGiven()).isFalse();
  }

  @Test
  void whoeverAsksDoesNotWaitForAnAnswerThatDoesNotComeAndNobodyAsksTwice() throws Exception {
    AtomicInteger questions = new AtomicInteger();
    CountDownLatch answer = new CountDownLatch(1);
    Semaphore answered = new Semaphore(0);
    Reachability reachability = new Reachability(() -> {
      questions.incrementAndGet();
      try {
        answer.await();
        return true;
      } catch (InterruptedException e) {
        return false;
      } finally {
        answered.release();
      }
    });
    assertThat(reachability.isGiven()).isFalse();
    assertThat(reachability.isGiven()).isFalse();
    assertThat(questions).hasValue(1);
    answer.countDown();
    answered.acquire();
    while (!reachability.isGiven()) {
      Thread.onSpinWait(); // the answer of the first question may come as late as that of the next
    }
  }
}
