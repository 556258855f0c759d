package dev.sluice.adapters.sqs;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs long polls on threads of their own, so that the thread that waits for one can be interrupted at any time. */
final class LongPolls implements AutoCloseable {
  private final AbortableHttpClient http;
  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool(this::newThread);

  LongPolls(AbortableHttpClient http) {
    this.http = http;
  }

  /**
   * Makes the call; throws what it throws.
   *
   * @throws InterruptedException if the calling thread is interrupted; the request is then aborted
   */
  <T> T await(Callable<T> call) throws InterruptedException {
    AbortableHttpClient.Abort abort = new AbortableHttpClient.Abort();
    Future<T> poll = threads.submit(() -> http.call(abort, call));
    try {
      return poll.get();
    } catch (InterruptedException e) {
      // The interrupt keeps the SDK from trying again after the abort.
      poll.cancel(true);
      abort.abort();
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

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
