package dev.sluice.worker;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Writes down what happens, in order, and lets a test wait for it. */
final class Recorder implements PlatformListener {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final long LOOK_AGAIN = 20;

  private final List<String> lines = new ArrayList<>();

  synchronized void write(String line) {
    lines.add(line);
    notifyAll();
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  long count(String start) {
    return lines().stream().filter(line -> line.startsWith(start)).count();
  }

  void await(String start) {
    await(start, 1);
  }

  void await(String start, int times) {
    awaitUntil(times + " x " + start, () -> count(start) >= times);
  }

  /** Waits for a condition that some event makes true; looks again now and then, since the event may come just before its effect. */
  synchronized void awaitUntil(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what + " after\n" + String.join("\n", lines));
      }
      try {
        TimeUnit.MILLISECONDS.timedWait(this, LOOK_AGAIN);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void leased(Lease lease) {
    write("leased " + lease.token());
  }

  @Override
  public void started(Lease lease) {
    write("started " + lease.token());
  }

  @Override
  public void committed(Collection<LeaseToken> attempts) {
    attempts.forEach(token -> write("committed " + token));
  }

  @Override
  public void fenced(LeaseToken attempt) {
    write("fenced " + attempt);
  }

  @Override
  public void duplicatesSuppressed(String queue, int messages) {
    for (int i = 0; i < messages; i++) {
      write("duplicate " + queue);
    }
  }

  @Override
  public void quarantined(String queue, String messageId, String reason) {
    write("quarantined " + queue + " " + reason);
  }

  @Override
  public void leaseLost(LeaseToken attempt) {
    write("lost " + attempt);
  }

  @Override
  public void released(int leases) {
    write("released " + leases);
  }

  @Override
  public void drained(String worker) {
    write("drained " + worker);
  }

  @Override
  public void publishUncertain(String queue, int messages, RuntimeException cause) {
    write("uncertain " + queue);
  }

  @Override
  public void troubled(String what, RuntimeException cause) {
    write("troubled " + what + ": " + cause.getMessage());
  }
}
