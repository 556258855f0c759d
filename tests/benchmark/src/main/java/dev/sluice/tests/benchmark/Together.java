package dev.sluice.tests.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do the same thing side by side. */
final class Together {
  private Together() {}

  /** What one of the threads does. */
  @FunctionalInterface
  interface Hand {
    void work(int number) throws Exception;
  }

  /** Runs on so many threads and waits for all of them. */
  static void run(int threads, Hand hand) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> hands = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        hands.add(() -> {
          hand.work(number);
          return null;
        });
      }
      for (Future<Void> done : executor.invokeAll(hands)) {
        done.get();
      }
    } finally {
      executor.shutdown();
    }
  }
}
