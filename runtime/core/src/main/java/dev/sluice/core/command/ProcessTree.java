package dev.sluice.core.command;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process and all that it has started, and they in turn. A process that has lost its parent before anybody looked is not found.
 * Not safe for several threads.
 */
final class ProcessTree {
  /** The end of a process that is not our own child is found by looking. */
  private static final long LOOK_AGAIN = 50;

  private final Set<ProcessHandle> known = new LinkedHashSet<>();

  ProcessTree(ProcessHandle root) {
    known.add(root);
  }

  /**
   * Asks all of it to end, and kills what has not done so after the grace. Blocks until all is gone; an interrupt meanwhile ends the
   * grace and stands when this returns.
   */
  void end(Duration grace) {
    boolean interrupted = false;
    grow();
    known.forEach(ProcessHandle::destroy);
    long end = System.nanoTime() + grace.toNanos();
    try {
      while (!running().isEmpty() && System.nanoTime() < end) {
        awaitAnEnd();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    // What was started while the others were being killed is found in the next round: its parent was known.
    while (grow() || !running().isEmpty()) {
      known.forEach(ProcessHandle::destroyForcibly);
      try {
        awaitAnEnd();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes in what has been started meanwhile; returns whether there was anything. */
  private boolean grow() {
    Set<ProcessHandle> more = new LinkedHashSet<>();
    known.forEach(process -> process.descendants().forEach(more::add));
    return known.addAll(more);
  }

  /**
   * What still runs. A process that has ended and that nobody has asked for its exit code still has an id, and keeps it for good where the
   * first process of a container is a Java program; but it has no program any more.
   */
  private List<ProcessHandle> running() {
    return known.stream().filter(process -> process.isAlive() && process.info().command().isPresent()).toList();
  }

  private void awaitAnEnd() throws InterruptedException {
    try {
      CompletableFuture.allOf(running().stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .get(LOOK_AGAIN, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // the caller looks again
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for the end of a process cannot fail", e);
    }
  }
}
