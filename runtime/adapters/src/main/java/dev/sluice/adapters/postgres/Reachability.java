package dev.sluice.adapters.postgres;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells soon whether somebody answers, for health endpoints: a pool waits longer for a connection than those who ask have patience. One
 * question is under way at a time, on a thread of its own. Safe for any thread.
 */
final class Reachability {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final BooleanSupplier question;
  private @Nullable CompletableFuture<Boolean> asked;

  /** Makes one of a question that may take long. */
  Reachability(BooleanSupplier question) {
    this.question = question;
  }

  /** Asks, unless that is under way; false if there is no answer within a second. */
  boolean isGiven() {
    try {
      return ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized CompletableFuture<Boolean> ask() {
    if (asked == null || asked.isDone()) {
      asked = CompletableFuture.supplyAsync(question::getAsBoolean, Reachability::run);
    }
    return asked;
  }

  private static void run(Runnable task) {
    Thread thread = new Thread(task, "reachability");
    thread.setDaemon(true);
    thread.start();
  }
}
