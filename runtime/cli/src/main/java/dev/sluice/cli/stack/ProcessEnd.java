package dev.sluice.cli.stack;

import java.util.concurrent.CountDownLatch;

/** The end of this process. Once it has begun, those who take things down have the word, and what else fails is their doing. */
final class ProcessEnd {
  private ProcessEnd() {}

  /** Tells whether it has begun. */
  static boolean hasBegun() {
    Thread probe = new Thread(() -> { });
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Waits for it; does not return. */
  static void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
