package dev.sluice.worker;

import dev.sluice.core.job.Retry;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The pauses of one loop after calls that failed: each longer than the last, with jitter, from the start again after a success. One
 * for each thread.
 */
final class Reconnect {
  /** What a try may take: it waits for a connection. */
  private static final Duration LONGEST_TRY = Duration.ofSeconds(30);

  private final Retry retry;
  private final RandomGenerator random;
  private final Pause pause;
  private final PlatformListener listener;
  private final Interruption interruption;
  private final Runnable storeIsAway;
  private int failures;

  /** The interruption ends the pauses. */
  Reconnect(WorkerParts parts, WorkerOptions options, Interruption interruption) {
    this(parts, options, interruption, () -> {});
  }

  /** One of a part that has a pulse: as long as the store is away, and says so with each try, the part is not stuck. */
  Reconnect(WorkerParts parts, WorkerOptions options, Interruption interruption, Pulse pulse, String part) {
    this(parts, options, interruption, () -> pulse.beat(part, options.patience().plus(LONGEST_TRY)));
  }

  private Reconnect(WorkerParts parts, WorkerOptions options, Interruption interruption, Runnable storeIsAway) {
    this.storeIsAway = storeIsAway;
    this.interruption = interruption;
    this.retry = options.reconnect();
    this.random = parts.random();
    this.pause = parts.pause();
    this.listener = parts.listener();
  }

  /** Tells of the failure, then waits; throws if the thread is told to stop. */
  void failed(String what, Throwable failure) throws InterruptedException {
    failures++;
    if (failure instanceof StoreUnavailableException) {
      storeIsAway.run();
    }
    listener.troubled(what, told(failure));
    interruption.enter();
    try {
      pause.pause(retry.pauseAfter(failures, random));
    } finally {
      interruption.leave();
    }
  }

  void succeeded() {
    failures = 0;
  }

  /**
   * Repeats a call until it answers.
   *
   * @throws InterruptedException if the thread is told to stop while it waits for the next try
   */
  <T> T untilItAnswers(String what, Supplier<T> call) throws InterruptedException {
    while (true) {
      try {
        T answer = call.get();
        succeeded();
        return answer;
      } catch (StoreUnavailableException | Error e) {
        failed(what, e);
      }
    }
  }

  /** Listeners are told of exceptions; an error that reached the worker's own code is told as one. */
  static RuntimeException told(Throwable failure) {
    return failure instanceof RuntimeException exception ? exception : new IllegalStateException(failure.toString(), failure);
  }
}
