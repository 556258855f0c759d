package dev.sluice.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The one rule for what a finished attempt makes of its op, without a store. */
class EndingTest {
  private static final int MAX_ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofSeconds(7);
  private static final Cause CAUSE = Cause.named("Odd", "it was odd");
  private static final ExecutionResult SUCCESS = new ExecutionResult.Success("1");
  private static final ExecutionResult RETRYABLE = new ExecutionResult.Failure(CAUSE, true);

  private static Attempt attempt(int number, ExecutionResult result, Optional<Duration> retryAfter) {
    IdempotencyKey key = IdempotencyKey.parse("01900000-0000-7000-8000-000000000001/op");
    return new Attempt(new LeaseToken(key, number), result, retryAfter, false);
  }

  private static Ending ending(int number, ExecutionResult result, Optional<Duration> retryAfter, boolean canceled) {
    return Ending.of(attempt(number, result, retryAfter), MAX_ATTEMPTS, canceled);
  }

  @Test
  void aSuccessCommitsItsOutput() {
    Ending ending = ending(1, SUCCESS, Optional.empty(), false);
    assertThat(ending.next()).isEqualTo(OpState.SUCCEEDED);
    assertThat(ending.event()).isEqualTo(EventType.OP_SUCCEEDED);
    assertThat(ending.output()).isEqualTo("1");
    assertThat(ending.cause()).isNull();
  }

  @Test
  void anOpThatHasStartedASubJobGoesOnOnlyWhenThatHasEnded() {
    RunRequest child = new RunRequest(RunId.parse("01900000-0000-7000-8000-000000000002"), "part", "v1", "{}", "only", Map.of(), null,
        List.of(new OpPlan("only", "default", 0, 3, List.of(), null)));
    Ending ending = ending(1, new ExecutionResult.Suspended(child, null), Optional.empty(), false);
    assertThat(ending.next()).isEqualTo(OpState.PENDING);
    assertThat(ending.isSuspended()).isTrue();
    assertThat(ending.detail()).isEqualTo(child.runId().toString());
    assertThat(ending.pause()).isEqualTo(Duration.ZERO);
    assertThat(ending(1, new ExecutionResult.Suspended(child, Duration.ofHours(1)), Optional.empty(), false).pause()).isEqualTo(Duration.ofHours(1));
    assertThat(ending(1, new ExecutionResult.Suspended(child, null), Optional.empty(), true).next()).isEqualTo(OpState.CANCELED);
    assertThat(ending(1, SUCCESS, Optional.empty(), false).isSuspended()).isFalse();
  }

  @Test
  void afterACancelNothingIsCommittedAsSuccess() {
    Ending ending = ending(1, SUCCESS, Optional.empty(), true);
    assertThat(ending.next()).isEqualTo(OpState.CANCELED);
    assertThat(ending.output()).isNull();
  }

  @Test
  void afterACancelAFailureIsNotRetriedAndItsCauseIsKept() {
    Ending ending = ending(1, RETRYABLE, Optional.of(PAUSE), true);
    assertThat(ending.next()).isEqualTo(OpState.CANCELED);
    assertThat(ending.cause()).isEqualTo(CAUSE);
  }

  @Test
  void anOpThatEndsBecauseItsRunWasCalledOffSaysByWhom() {
    Ending ending = ending(1, new ExecutionResult.Canceled("by hand"), Optional.empty(), false);
    assertThat(ending.next()).isEqualTo(OpState.CANCELED);
    assertThat(ending.detail()).isEqualTo("by hand");
  }

  @Test
  void aFailureIsRetriedAfterItsPauseWhileAttemptsAreLeft() {
    Ending ending = ending(MAX_ATTEMPTS - 1, RETRYABLE, Optional.of(PAUSE), false);
    assertThat(ending.next()).isEqualTo(OpState.PENDING);
    assertThat(ending.event()).isEqualTo(EventType.OP_RETRIED);
    assertThat(ending.pause()).isEqualTo(PAUSE);
  }

  @Test
  void aFailureIsFinalOnTheLastAttemptOrWithoutAPauseOrIfItMustNotBeRetried() {
    for (Ending ending : new Ending[] {
        ending(MAX_ATTEMPTS, RETRYABLE, Optional.of(PAUSE), false),
        ending(1, RETRYABLE, Optional.empty(), false),
        ending(1, new ExecutionResult.Failure(CAUSE, false), Optional.of(PAUSE), false)}) {
      assertThat(ending.next()).isEqualTo(OpState.FAILED);
      assertThat(ending.event()).isEqualTo(EventType.OP_FAILED);
      assertThat(ending.cause()).isEqualTo(CAUSE);
      assertThat(ending.pause()).isZero();
    }
  }

  @Test
  void aLostLeaseGivesTheNextAttemptUntilNoneIsLeft() {
    assertThat(Ending.ofLostLease("w", MAX_ATTEMPTS - 1, MAX_ATTEMPTS, false).next()).isEqualTo(OpState.PENDING);
    assertThat(Ending.ofLostLease("w", MAX_ATTEMPTS, MAX_ATTEMPTS, false).next()).isEqualTo(OpState.FAILED);
    assertThat(Ending.ofLostLease("w", MAX_ATTEMPTS, MAX_ATTEMPTS, false).cause()).isEqualTo(Ending.leaseLost("w"));
    assertThat(Ending.ofLostLease("w", 1, MAX_ATTEMPTS, true).next()).isEqualTo(OpState.CANCELED);
  }

  @Test
  void whatIsHandedOverWaitsAgainUnlessItsRunWasCalledOff() {
    assertThat(Ending.ofRelease(false).next()).isEqualTo(OpState.PENDING);
    assertThat(Ending.ofRelease(false).event()).isEqualTo(EventType.OP_RELEASED);
    assertThat(Ending.ofRelease(true).next()).isEqualTo(OpState.CANCELED);
  }
}
