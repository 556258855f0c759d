package dev.sluice.adapters.sqs;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs long polls on threads of their own, so that the thread that waits for one can be interrupted at any time: the SDK sits a
 * poll out however often its thread is interrupted, since a socket's read does not heed interrupts.
 *
 * <p>A poll whose caller has left runs on, and what it still brings is handed to whoever gives it back. Aborting it would be worse:
 * a queue may answer a connection that is gone (ElasticMQ does), and the message then stays hidden for its whole timeout.
 */
final class LongPolls implements AutoCloseable {
  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool(this::newThread);

  /**
   * Makes the call; throws what it throws.
   *
   * @param orphaned takes what the call brings after its caller has left, on the call's thread
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T await(Supplier<T> call, Consumer<T> orphaned) throws InterruptedException {
    CompletableFuture<T> poll;
    try {
      poll = CompletableFuture.supplyAsync(call, threads);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the queues are closed", e);
    }
    try {
      return poll.get();
    } catch (InterruptedException e) {
      poll.thenAccept(orphaned);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "sqs-receive-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Takes no more calls. Those that run end with their connections. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
