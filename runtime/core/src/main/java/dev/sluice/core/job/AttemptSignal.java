package dev.sluice.core.job;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells one attempt to stop: sets a flag that its code can read and interrupts the thread that runs it, as long as that thread is
 * inside the op's code and nowhere else. The first reason counts. Safe for any thread; never blocks.
 */
public final class AttemptSignal {
  private @Nullable Thread runner;
  private volatile @Nullable StopReason reason;
  private volatile boolean toHandOver;
  private volatile boolean over;
  private Consumer<StopReason> listener = why -> {};

  /** Tells the attempt to stop; does nothing if it was told before. */
  public void stop(StopReason why) {
    Consumer<StopReason> told;
    synchronized (this) {
      if (reason != null) {
        return;
      }
      reason = why;
      if (runner != null) {
        runner.interrupt();
      }
      told = listener;
    }
    told.accept(why);
  }

  /** Calls the listener once the attempt is told to stop, on the thread that tells it; at once if it was told before. */
  public void onStop(Consumer<StopReason> heard) {
    StopReason why;
    synchronized (this) {
      listener = heard;
      why = reason;
    }
    if (why != null) {
      heard.accept(why);
    }
  }

  /** Asks the attempt to end with its next checkpoint, since its worker stops; until then it goes on. */
  public void handOverAtCheckpoint() {
    toHandOver = true;
  }

  boolean isToHandOver() {
    return toHandOver;
  }

  /** Tells whether the op's code has been run and has returned. */
  public boolean isOver() {
    return over;
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
    over = true;
    // Clears the flag on purpose: it was meant for the op, and the thread goes on to other work.
    Thread.interrupted();
  }
}
