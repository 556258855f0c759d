package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a coordinator clears away while nobody asks it to. */
@Timeout(60)
class HousekeepingTest {
  private final TestStack stack = new TestStack();

  @AfterEach
  void close() {
    stack.close();
  }

  private RunId submit() {
    return stack.client.submit(SubmitRequest.of("double", new Double.Input(4))).runId();
  }

  @Test
  void runsThatEndedBeforeTheRetentionAreForgottenAndOthersAreNot() throws InterruptedException {
    RunId old = submit();
    stack.workUntilNothingIsReady();
    stack.clock.advance(TestStack.RETENTION.dividedBy(2));
    RunId young = submit();
    stack.workUntilNothingIsReady();
    RunId open = submit();
    stack.clock.advance(TestStack.RETENTION.dividedBy(2).plusMinutes(1));
    while (stack.store.find(old).isPresent()) {
      // Its pause may have begun only now.
      stack.clock.advance(Duration.ofSeconds(10));
      Pause.REAL.pause(Duration.ofMillis(5));
    }
    assertThat(stack.store.find(young)).isPresent();
    assertThat(stack.store.find(open)).isPresent();
  }
}
