package dev.sluice.worker;

import org.jspecify.annotations.Nullable;

/**
 * Interrupts a thread only while it waits where an interrupt does no harm: an interrupt inside a call to the database would break
 * the connection. Safe for any thread.
 */
final class Interruption {
  private @Nullable Thread waiting;
  private boolean stopped;

  /** The calling thread is about to wait; throws at once if it was told to stop. */
  synchronized void enter() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("told to stop");
    }
    waiting = Thread.currentThread();
  }

  /** The calling thread waits no longer. */
  synchronized void leave() {
    waiting = null;
    if (stopped) {
      // Cleared on purpose: the flag "stopped" says the same without breaking the calls that are left to make.
      Thread.interrupted();
    }
  }

  /** Ends this wait and every later one. */
  synchronized void stop() {
    stopped = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  synchronized boolean isStopped() {
    return stopped;
  }
}
