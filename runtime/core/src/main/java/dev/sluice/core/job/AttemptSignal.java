package dev.sluice.core.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells one attempt to stop: sets a flag that its code can read and interrupts the thread that runs it, as long as that thread is
 * inside the op's code and nowhere else. The first reason counts. Safe for any thread; never blocks.
 */
public final class AttemptSignal {
  private @Nullable Thread runner;
  private volatile @Nullable StopReason reason;

  /** Tells the attempt to stop; does nothing if it was told before. */
  public synchronized void stop(StopReason why) {
    if (reason != null) {
      return;
    }
    reason = why;
    if (runner != null) {
      runner.interrupt();
    }
  }

  /** Returns why the attempt was told to stop; empty if it was not. */
  public Optional<StopReason> reason() {
    return Optional.ofNullable(reason);
  }

  /** The calling thread enters the op's code. */
  synchronized void enter() {
    runner = Thread.currentThread();
    if (reason != null) {
      runner.interrupt();
    }
  }

  /** The calling thread has left the op's code: nobody interrupts it for this attempt any more, and no interrupt is left over. */
  synchronized void leave() {
    runner = null;
    // Clears the flag on purpose: it was meant for the op, and the thread goes on to other work.
    Thread.interrupted();
  }
}
