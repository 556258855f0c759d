package dev.sluice.core.store;

import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.LeaseToken;
import java.time.Duration;
import java.util.Optional;

/**
 * A finished attempt, on its way to the store.
 *
 * @param token op execution and attempt
 * @param result what it produced
 * @param retryAfter pause before the next attempt; empty if this failure is final. Looked at for failures only
 * @param holdsMessage whether the worker holds the op's message and deletes it after the commit
 * @param consequence what the lease said of it. A store may choose its way by this; every way does the same
 */
public record Attempt(LeaseToken token, ExecutionResult result, Optional<Duration> retryAfter, boolean holdsMessage, Consequence consequence) {
  /** An attempt of which no more is known than that something may be downstream. */
  public Attempt(LeaseToken token, ExecutionResult result, Optional<Duration> retryAfter, boolean holdsMessage) {
    this(token, result, retryAfter, holdsMessage, Consequence.DOWNSTREAM);
  }
}
