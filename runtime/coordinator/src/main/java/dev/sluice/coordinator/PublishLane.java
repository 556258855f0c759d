package dev.sluice.coordinator;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Publishes beside the requests, so that a slow queue does not hold up who submits: the run is durable already. When too much
 * waits, publications are taken back in the store and left to the dispatcher. Safe for any thread.
 */
final class PublishLane implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 128;
  private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(5);

  private final RunStore store;
  private final Publisher publisher;
  private final Runnable dispatcherWake;
  private final PlatformListener listener;
  private final AtomicBoolean tookBack = new AtomicBoolean();
  private final ThreadPoolExecutor executor;

  /**
   * Makes a lane.
   *
   * @param dispatcherWake called when there is room again after something was taken back
   */
  PublishLane(RunStore store, Publisher publisher, Runnable dispatcherWake, PlatformListener listener) {
    this.store = store;
    this.publisher = publisher;
    this.dispatcherWake = dispatcherWake;
    this.listener = listener;
    this.executor = new ThreadPoolExecutor(
        THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), PublishLane::thread);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "publish");
    thread.setDaemon(true);
    return thread;
  }

  /** Publishes soon; does not wait for the queue. */
  void publish(List<OpExecutionTask> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    try {
      executor.execute(() -> send(tasks));
    } catch (RejectedExecutionException e) {
      tookBack.set(true);
      store.unpublish(tasks);
    }
  }

  private void send(List<OpExecutionTask> tasks) {
    try {
      publisher.publish(tasks);
    } catch (StoreUnavailableException e) {
      // Some publication could not be taken back; it is published again when it counts as lost.
      listener.troubled("publish after a submit", e);
    }
    if (tookBack.compareAndSet(true, false)) {
      dispatcherWake.run();
    }
  }

  /** Sends what waits, for up to 5 s; the rest is published again when its publication counts as lost. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSING_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
