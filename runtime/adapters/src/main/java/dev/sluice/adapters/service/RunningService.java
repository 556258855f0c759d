package dev.sluice.adapters.service;

import java.util.concurrent.CountDownLatch;

/** A service that has been started. {@link ServiceMain} ends it. */
public interface RunningService {
  /**
   * Ends the service in good order: takes no new work, finishes or hands over what it has, frees what it holds. Blocks until that
   * is done; called again it does nothing. Called by the shutdown hook's thread on SIGTERM and SIGINT.
   */
  void drain();

  /**
   * Waits until the service has done what it was started for, and returns its exit code. One that serves until it is told to stop
   * never returns, which is the default.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  default int awaitEnd() throws InterruptedException {
    new CountDownLatch(1).await();
    return ExitCode.DONE;
  }
}
