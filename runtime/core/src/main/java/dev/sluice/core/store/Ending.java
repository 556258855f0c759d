package dev.sluice.core.store;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.OpState;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a finished attempt makes of its op execution: the one rule that every store follows.
 *
 * @param next the state that follows RUNNING
 * @param event what the history says
 * @param pause time until the next attempt; zero if there is none or it may start at once. Of one that is suspended, time until what it
 *     waits for is called off; zero for never
 * @param output committed output; null unless SUCCEEDED
 * @param cause why the attempt failed; null if it did not
 * @param detail detail of the event; null if there is none
 */
public record Ending(
    OpState next, EventType event, Duration pause, @Nullable String output, @Nullable Cause cause, @Nullable String detail) {
  /** {@link Cause#type()} of an attempt whose lease ran out. */
  public static final String LEASE_LOST = "LeaseLost";

  /**
   * Decides.
   *
   * @param maxAttempts attempts that the op execution has in all
   * @param cancelRequested whether its run was called off, after which nothing is committed as success (I6)
   */
  public static Ending of(Attempt attempt, int maxAttempts, boolean cancelRequested) {
    ExecutionResult result = attempt.result();
    Cause cause = result instanceof ExecutionResult.Failure failure ? failure.cause() : null;
    if (cancelRequested) {
      return end(OpState.CANCELED, null, cause, "canceled");
    }
    if (result instanceof ExecutionResult.Success success) {
      return end(OpState.SUCCEEDED, success.output(), null, EventDetails.committed(success.output()));
    }
    if (result instanceof ExecutionResult.Canceled canceled) {
      return end(OpState.CANCELED, null, null, canceled.reason());
    }
    if (result instanceof ExecutionResult.Suspended suspended) {
      Duration patience = Objects.requireNonNullElse(suspended.patience(), Duration.ZERO);
      return new Ending(OpState.PENDING, EventType.OP_SUSPENDED, patience, null, null, suspended.child().runId().toString());
    }
    ExecutionResult.Failure failure = (ExecutionResult.Failure) result;
    if (failure.retryable() && attempt.retryAfter().isPresent() && attempt.token().attempt() < maxAttempts) {
      Duration pause = attempt.retryAfter().get();
      return new Ending(OpState.PENDING, EventType.OP_RETRIED, pause, null, cause, EventDetails.failure(failure.cause(), pause));
    }
    return end(OpState.FAILED, null, cause, EventDetails.failure(failure.cause(), Duration.ZERO));
  }

  /** Decides for an attempt whose lease has run out. */
  public static Ending ofLostLease(String owner, int attempt, int maxAttempts, boolean cancelRequested) {
    if (cancelRequested) {
      return end(OpState.CANCELED, null, null, "lease lost after the run was called off");
    }
    if (attempt >= maxAttempts) {
      Cause cause = leaseLost(owner);
      return end(OpState.FAILED, null, cause, EventDetails.failure(cause, Duration.ZERO));
    }
    return new Ending(OpState.PENDING, EventType.OP_LEASE_LOST, Duration.ZERO, null, null, owner);
  }

  /** Why an attempt failed whose lease ran out: its worker died, stalled or lost its connection. */
  public static Cause leaseLost(String owner) {
    return Cause.named(LEASE_LOST, "the worker " + owner + " was lost");
  }

  /** Decides for an attempt that its worker hands over. */
  public static Ending ofRelease(boolean cancelRequested) {
    return cancelRequested
        ? end(OpState.CANCELED, null, null, "released after the run was called off")
        : new Ending(OpState.PENDING, EventType.OP_RELEASED, Duration.ZERO, null, null, null);
  }

  /** Tells whether it goes on only when something has come that it waits for. */
  public boolean isSuspended() {
    return event == EventType.OP_SUSPENDED;
  }

  private static Ending end(OpState state, @Nullable String output, @Nullable Cause cause, @Nullable String detail) {
    return new Ending(state, EventType.ofEnd(state), Duration.ZERO, output, cause, detail);
  }
}
