package dev.sluice.localstack.ecs;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the state of clusters, services and tasks: whoever reads or changes it, does so here. Nothing on it
 * waits for a process or the network.
 */
final class ControlThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);

  private final ScheduledThreadPoolExecutor executor;
  private final Runnable afterEach;

  /** @param afterEach runs on this thread after each action, and publishes what may have changed */
  ControlThread(Runnable afterEach) {
    this.afterEach = afterEach;
    this.executor = new ScheduledThreadPoolExecutor(1, action -> {
      Thread thread = new Thread(action, "ecs-control");
      thread.setDaemon(true);
      return thread;
    });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
  }

  /** Runs an action and returns its result; the caller waits. Its exception is thrown to the caller. */
  <T> T call(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    executor.execute(() -> {
      try {
        T value = action.call();
        afterEach.run();
        result.complete(value);
      } catch (Exception e) {
        result.completeExceptionally(e);
      }
    });
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Runs an action soon. After {@link #close} it is passed over. */
  void run(Runnable action) {
    after(Duration.ZERO, action);
  }

  /** Runs an action later. After {@link #close} it is passed over. */
  void after(Duration delay, Runnable action) {
    look(delay, () -> {
      action.run();
      afterEach.run();
    });
  }

  /** As {@link #after}, for an action that looks at the state and changes nothing. */
  void look(Duration delay, Runnable action) {
    try {
      executor.schedule(() -> {
        try {
          action.run();
        } catch (RuntimeException e) {
          LOG.error("an action of the ECS control failed", e);
        }
      }, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the ECS control is closed; an action is passed over");
    }
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
