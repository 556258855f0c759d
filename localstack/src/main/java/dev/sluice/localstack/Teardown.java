package dev.sluice.localstack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be undone, the last thing first, when the cloud is closed, when its start fails half way, and when this process
 * ends. A step that fails is logged and does not stop the others: what it leaves is the guardian's to remove. Safe for any
 * thread.
 */
final class Teardown implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Teardown.class);

  private final CloudListener listener;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final Thread hook = new Thread(this::close, "local-cloud-shutdown");
  private boolean closed;

  private record Step(String name, Action action) {}

  /** Undoes something. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  Teardown(CloudListener listener) {
    this.listener = listener;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Adds a step that comes before those that were added earlier; if the cloud has been closed meanwhile it is taken at once. */
  void add(String name, Action action) {
    boolean late;
    synchronized (steps) {
      late = closed;
      if (!late) {
        steps.push(new Step(name, action));
      }
    }
    if (late) {
      take(new Step(name, action));
      throw new IllegalStateException("the local cloud was closed while it started");
    }
  }

  /** Adds a step that comes after all others. */
  void addLast(String name, Action action) {
    synchronized (steps) {
      steps.addLast(new Step(name, action));
    }
  }

  @Override
  public synchronized void close() {
    synchronized (steps) {
      if (closed) {
        return;
      }
      closed = true;
    }
    listener.closing();
    boolean interrupted = Thread.interrupted();
    while (true) {
      Step step;
      synchronized (steps) {
        step = steps.poll();
      }
      if (step == null) {
        break;
      }
      take(step);
    }
    removeHook();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void take(Step step) {
    long began = System.nanoTime();
    try {
      step.action().run();
      LOG.debug("took down {} in {} ms", step.name(), (System.nanoTime() - began) / 1_000_000);
    } catch (Exception e) {
      LOG.warn("taking down the local cloud: {} failed: {}", step.name(), e.toString(), e);
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.trace("this process is ending; the hook stays", e);
    }
  }
}
