package dev.sluice.core.submit;

import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.RunSubscriber;
import dev.sluice.core.store.Subscription;
import dev.sluice.core.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for runs to end, for any number of callers on one thread and thus on one connection. The store announces the end of a run
 * that is watched; in case an announcement is lost, it looks at every run now and then. Safe for any thread.
 */
public final class RunWaiter implements AutoCloseable {
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(250);
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(2);
  /** What a look may cost: so many waiting callers stretch the interval beyond the longest. */
  private static final Duration SHARE_OF_A_CALLER = Duration.ofNanos(500_000);
  private static final Duration INTERVAL_IN_TROUBLE = Duration.ofMillis(500);
  /** The interval is this part of the time waited so far, so that what ends soon is seen soon. */
  private static final int PART_OF_TIME_WAITED = 8;

  private final RunStore store;
  private final ScheduledThreadPoolExecutor looks;
  private final Map<RunId, Set<Waiting>> waiting = new ConcurrentHashMap<>();
  private final Subscription subscription;

  /** Makes a waiter, which hears from the store until it is closed. */
  public RunWaiter(RunStore store) {
    this.store = store;
    this.looks = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, "run-waiter");
      thread.setDaemon(true);
      return thread;
    });
    looks.setRemoveOnCancelPolicy(true);
    looks.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.subscription = store.subscribe(new RunSubscriber() {
      @Override
      public void ended(RunId runId) {
        wake(runId);
      }

      @Override
      public void missed() {
        waiting.keySet().forEach(RunWaiter.this::wake);
      }
    });
  }

  /** A caller that waits for a run. */
  private final class Waiting {
    final RunId id;
    final CompletableFuture<Optional<Run>> future = new CompletableFuture<>();
    private final long since = System.nanoTime();
    private final long deadline;
    /** Empty until the first look. */
    private volatile Optional<Run> latest = Optional.empty();
    private @Nullable ScheduledFuture<?> planned;

    Waiting(RunId id, Duration wait) {
      this.id = id;
      this.deadline = since + wait.toNanos();
    }

    /** Looks a last time. */
    void lookAndEnd() {
      try {
        end(store.find(id));
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    /** Looks once, and plans the next look. Runs on the waiter's thread only. */
    void look() {
      if (planned != null) {
        planned.cancel(false);
      }
      if (future.isDone()) {
        return;
      }
      try {
        latest = latest.isPresent() ? store.find(id) : store.watch(id);
        lookAgainAfter(interval());
      } catch (StoreUnavailableException e) {
        if (latest.isPresent()) {
          lookAgainAfter(INTERVAL_IN_TROUBLE);
        } else {
          fail(e);
        }
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    private void lookAgainAfter(Duration interval) {
      long left = deadline - System.nanoTime();
      if (latest.isEmpty() || latest.get().status().isTerminal() || left <= 0) {
        end(latest);
        return;
      }
      try {
        planned = looks.schedule(this::look, Math.min(interval.toNanos(), left), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // Closed meanwhile: whoever closes ends this wait.
      }
    }

    private Duration interval() {
      Duration wished = Duration.ofNanos((System.nanoTime() - since) / PART_OF_TIME_WAITED);
      Duration bounded = max(SHORTEST_INTERVAL, wished.compareTo(LONGEST_INTERVAL) < 0 ? wished : LONGEST_INTERVAL);
      return max(bounded, SHARE_OF_A_CALLER.multipliedBy(waiting.size()));
    }

    private void end(Optional<Run> run) {
      leave();
      future.complete(run);
    }

    /** The caller gets the run as it stood before, which has not ended so far as anybody knows; or the failure, if nothing is known of it. */
    private void fail(RuntimeException failure) {
      leave();
      if (failure instanceof StoreUnavailableException && latest.isPresent()) {
        future.complete(latest);
      } else {
        future.completeExceptionally(failure);
      }
    }

    private void leave() {
      waiting.computeIfPresent(id, (run, callers) -> {
        callers.remove(this);
        return callers.isEmpty() ? null : callers;
      });
    }
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /**
   * Waits for a run to end. The future completes on this waiter's thread: go on elsewhere if that blocks.
   *
   * @return the run: terminal, or as it stood when the time was over or the waiter was closed; empty if there is none of that id. It
   *     fails with a {@link StoreUnavailableException} if the store could not be asked even once
   */
  public CompletableFuture<Optional<Run>> await(RunId id, Duration wait) {
    Waiting caller = new Waiting(id, wait);
    if (wait.isZero() || looks.isShutdown()) {
      caller.lookAndEnd();
      return caller.future;
    }
    waiting.compute(id, (run, callers) -> {
      Set<Waiting> all = callers == null ? ConcurrentHashMap.newKeySet() : callers;
      all.add(caller);
      return all;
    });
    submit(caller);
    return caller.future;
  }

  /** Says that a run has changed: looks at it at once if anybody waits for it. */
  public void wake(RunId runId) {
    waiting.getOrDefault(runId, Set.of()).forEach(this::submit);
  }

  private void submit(Waiting caller) {
    try {
      looks.execute(caller::look);
    } catch (RejectedExecutionException e) {
      caller.lookAndEnd(); // closed meanwhile
    }
  }

  /** Ends all waits at once, after a last look for each. */
  @Override
  public void close() {
    subscription.close();
    looks.shutdown();
    waiting.values().forEach(callers -> callers.forEach(Waiting::lookAndEnd));
  }
}
