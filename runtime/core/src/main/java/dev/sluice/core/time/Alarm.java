package dev.sluice.core.time;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Does something later, as a parameter: production asks a scheduler, a test rings it by hand. Safe for any thread. */
@FunctionalInterface
public interface Alarm {
  /**
   * Runs the action once after this time, on a thread of the alarm's own; the action must not block.
   *
   * @return calls the alarm off; does nothing once it has rung
   */
  Runnable set(Duration after, Runnable action);

  /** Rings on the wall clock. */
  static Alarm on(ScheduledExecutorService scheduler) {
    return (after, action) -> {
      ScheduledFuture<?> ring = scheduler.schedule(action, after.toNanos(), TimeUnit.NANOSECONDS);
      return () -> ring.cancel(false);
    };
  }
}
