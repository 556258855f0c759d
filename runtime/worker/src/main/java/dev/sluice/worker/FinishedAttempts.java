package dev.sluice.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Attempts whose op has returned and whose result is not committed. Safe for any thread. */
final class FinishedAttempts {
  private final BlockingQueue<HeldAttempt> waiting = new LinkedBlockingQueue<>();

  void add(HeldAttempt attempt) {
    waiting.add(attempt);
  }

  /** Waits for the first and takes all that are there by then, up to {@code most}. */
  List<HeldAttempt> take(int most) throws InterruptedException {
    List<HeldAttempt> batch = new ArrayList<>();
    batch.add(waiting.take());
    waiting.drainTo(batch, most - 1);
    return batch;
  }
}
