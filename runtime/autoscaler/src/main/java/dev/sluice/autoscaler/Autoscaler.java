package dev.sluice.autoscaler;

import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes again and again, with a pause before each, on a thread of its own. The first pause keeps a stack that has just come up from
 * shrinking before anybody could submit. Any number may run beside each other: they measure and decide alike.
 */
final class Autoscaler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Autoscaler.class);

  /** A pass may take this much longer than the pause, for its calls' own timeouts, before the loop counts as stuck. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ScalingPass pass;
  private final Duration interval;
  private final InstantSource time;
  private final Pause pause;
  private final Thread thread = new Thread(this::loop, "autoscaler");
  private volatile Instant lastPass;

  Autoscaler(ScalingPass pass, Duration interval, InstantSource time, Pause pause) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval must be > 0, got " + interval);
    }
    this.pass = pass;
    this.interval = interval;
    this.time = time;
    this.pause = pause;
    this.lastPass = time.instant();
  }

  void start() {
    thread.start();
  }

  /** Says whether passes still come to an end; a failed measurement is one that did. */
  boolean isTurning() {
    return thread.isAlive() && !time.instant().isAfter(lastPass.plus(interval).plus(PATIENCE));
  }

  private void loop() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        pause.pause(interval);
        try {
          pass.run();
        } catch (RuntimeException e) {
          LOG.error("a pass failed; the pools stay as they are until the next one", e);
        }
        lastPass = time.instant();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the loop and waits for the pass that runs. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
