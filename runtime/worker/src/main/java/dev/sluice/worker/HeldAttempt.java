package dev.sluice.worker;

import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.ProgressBoard;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An attempt in this worker's hands: from its claim to the end of its commit. Safe for any thread. */
final class HeldAttempt {
  private final Lease lease;
  private final @Nullable HeldMessage message;
  private final AttemptSignal signal = new AttemptSignal();
  private volatile @Nullable ExecutionResult result;
  private volatile boolean abandoned;
  private volatile @Nullable Thread thread;
  private final AtomicReference<ProgressBoard.@Nullable Report> progress = new AtomicReference<>();

  HeldAttempt(Lease lease, @Nullable HeldMessage message) {
    this.lease = lease;
    this.message = message;
  }

  Lease lease() {
    return lease;
  }

  LeaseToken token() {
    return lease.token();
  }

  /** The message that called for it; null if a commit or an earlier message's claim brought it. */
  @Nullable HeldMessage message() {
    return message;
  }

  AttemptSignal signal() {
    return signal;
  }

  /** Its code begins, on this thread. */
  void begin() {
    thread = Thread.currentThread();
  }

  /** Tells whether its code has called {@code System.exit}, which does not return and ends the worker. */
  boolean hasCalledExit() {
    Thread running = thread;
    return running != null && result == null && Arrays.stream(running.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit"));
  }

  /**
   * The op has returned: from now on only the commit decides what becomes of the attempt.
   *
   * @return false if the attempt was abandoned before, so that this result is nobody's
   */
  synchronized boolean finish(ExecutionResult outcome) {
    if (abandoned) {
      return false;
    }
    result = outcome;
    return true;
  }

  /**
   * The op has not returned, and is waited for no more: this is its result. Its slot stays taken until the code returns.
   *
   * @return false if it has returned after all
   */
  synchronized boolean abandon(ExecutionResult inPlace) {
    if (result != null) {
      return false;
    }
    abandoned = true;
    result = inPlace;
    return true;
  }

  /** Tells whether its code was left running when its result was decided. */
  boolean isAbandoned() {
    return abandoned;
  }

  /** The op says how far it is; only what it says last before the next heartbeat counts. */
  void progress(ProgressBoard.Report report) {
    progress.set(report);
  }

  /** Takes what the op has said since it was last asked for; null if it has said nothing. */
  ProgressBoard.@Nullable Report takeProgress() {
    return progress.getAndSet(null);
  }

  /** Gives back what could not be told, unless the op has said more meanwhile. */
  void giveBack(ProgressBoard.Report report) {
    progress.compareAndSet(null, report);
  }

  /** What the op returned; null while it runs. */
  @Nullable ExecutionResult result() {
    return result;
  }

  /** Replaces a result that the store refuses for what is in it. */
  void replace(ExecutionResult other) {
    result = other;
  }
}
