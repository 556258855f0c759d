package dev.sluice.testing;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attempts that were started, numbered as a person counts them: to the platform the op of a sub-job has one attempt that starts the
 * sub-job and another that takes what it has yielded; here they are one. For one thread.
 */
final class StartedAttempts {
  private final List<LeaseToken> inOrder = new ArrayList<>();
  private final Map<IdempotencyKey, LeaseToken> latest = new HashMap<>();

  /** Counts one more attempt at an op. */
  LeaseToken begin(IdempotencyKey op) {
    LeaseToken attempt = new LeaseToken(op, count(op) + 1);
    inOrder.add(attempt);
    latest.put(op, attempt);
    return attempt;
  }

  /** Returns the latest attempt at an op that has had one: it goes on, since its sub-job has ended. */
  LeaseToken goOn(IdempotencyKey op) {
    return latest.getOrDefault(op, new LeaseToken(op, 1));
  }

  /** Returns how many there were at an op. */
  int count(IdempotencyKey op) {
    LeaseToken attempt = latest.get(op);
    return attempt == null ? 0 : attempt.attempt();
  }

  /** Returns how many there were in all. */
  int count() {
    return inOrder.size();
  }

  /** Returns the ops of all runs that have had one. */
  Set<IdempotencyKey> ops() {
    return Set.copyOf(latest.keySet());
  }

  /** Returns the op keys of a run, one for each attempt. */
  List<String> order(RunId run) {
    return inOrder.stream().map(LeaseToken::key).filter(op -> op.runId().equals(run)).map(IdempotencyKey::opKey).toList();
  }
}
