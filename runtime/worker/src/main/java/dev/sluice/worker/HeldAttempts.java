package dev.sluice.worker;

import dev.sluice.core.job.StopReason;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The attempts in this worker's hands: the heartbeat keeps exactly these alive. Safe for any thread. */
final class HeldAttempts {
  private final Map<LeaseToken, HeldAttempt> held = new ConcurrentHashMap<>();
  private volatile boolean handingOver;

  void add(HeldAttempt attempt) {
    held.put(attempt.token(), attempt);
    if (handingOver) {
      attempt.signal().handOverAtCheckpoint();
    }
  }

  /** Asks all attempts, those that may still come too, to end with their next checkpoint. */
  void handOverAtCheckpoints() {
    handingOver = true;
    held.values().forEach(attempt -> attempt.signal().handOverAtCheckpoint());
  }

  /** Lets go of an attempt; returns whether it was still held. */
  boolean remove(HeldAttempt attempt) {
    boolean removed = held.remove(attempt.token(), attempt);
    if (removed && held.isEmpty()) {
      synchronized (this) {
        notifyAll();
      }
    }
    return removed;
  }

  boolean isHandingOver() {
    return handingOver;
  }

  Optional<HeldAttempt> find(LeaseToken token) {
    return Optional.ofNullable(held.get(token));
  }

  /** Tells the attempts of a run to stop, since it was called off. */
  void cancel(RunId runId) {
    held.forEach((token, attempt) -> {
      if (token.key().runId().equals(runId)) {
        attempt.signal().stop(StopReason.CANCELED);
      }
    });
  }

  /** The attempts at this moment. */
  List<HeldAttempt> all() {
    return List.copyOf(held.values());
  }

  int size() {
    return held.size();
  }

  /** Waits until none is held; returns false if the time is up before. */
  synchronized boolean awaitNone(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!held.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  static List<LeaseToken> tokens(Collection<HeldAttempt> attempts) {
    return attempts.stream().map(HeldAttempt::token).toList();
  }
}
