package dev.sluice.worker;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.run.Lease;
import dev.sluice.core.scaling.InstanceProtection;
import dev.sluice.core.time.SteadyClock;
import dev.sluice.core.time.TimedCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a busy worker from being the one that a shrinking pool stops. It looks every {@link #LOOK}: a worker that had work since
 * the last look is protected, one that had none is not, so that short ops cause no calls, and only the first lease of an idle
 * worker is acted on at once. A call that fails is told once and tried again later; ops never wait for any of it.
 *
 * <p>A worker that is never idle lets go for {@link #REST} after {@link #LONGEST}: a deployment waits for protected tasks, and
 * would wait for ever. Being stopped then costs little, since a worker drains.
 */
final class ScaleInProtection implements PlatformListener, AutoCloseable {
  static final String PART = "protection from scale-in";
  static final Duration LOOK = Duration.ofSeconds(10);
  /** What is asked for; renewed at half of it. A worker that hangs is in the way no longer than this. */
  static final Duration LENGTH = Duration.ofMinutes(10);
  static final Duration LONGEST = Duration.ofHours(2);
  static final Duration REST = Duration.ofMinutes(2);
  private static final Duration RENEWAL = LENGTH.dividedBy(2);
  private static final Duration IDLE_LOOK = Duration.ofHours(1);

  private final InstanceProtection instance;
  private final InstantSource clock;
  private final PlatformListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final TimedCondition changed;
  private volatile boolean worked;
  private volatile boolean watching;
  private @Nullable Thread thread;

  // Only the thread that looks knows these.
  private @Nullable Instant busySince;
  private @Nullable Instant renewAt;
  private Instant mayHoldUntil = Instant.MIN;
  private Instant nextTry = Instant.MIN;
  private int failures;

  /** The listener is told of the first of calls that fail. */
  ScaleInProtection(InstanceProtection instance, InstantSource clock, PlatformListener listener) {
    this.instance = instance;
    this.clock = SteadyClock.beside(clock);
    this.listener = listener;
    this.changed = new TimedCondition(lock, this.clock);
  }

  /** Begins to look, on a thread of its own, at how many attempts a worker holds. */
  void watch(IntSupplier inHand) {
    thread = new Thread(() -> loop(inHand), "protection");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void leased(Lease lease) {
    worked = true;
    if (!watching) {
      wake();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void loop(IntSupplier inHand) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean hadWork = worked;
        worked = false;
        Instant now = clock.instant();
        boolean busy = hadWork || inHand.getAsInt() > 0;
        look(now, busy);
        watching = busy;
        awaitLook(now.plus(busy || now.isBefore(mayHoldUntil) ? LOOK : IDLE_LOOK));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the time; a worker that is not watched, for its first lease. */
  private void awaitLook(Instant next) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (clock.instant().isBefore(next) && (watching || !worked)) {
        changed.awaitUntil(next);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes the calls that are due. */
  void look(Instant now, boolean busy) {
    if (!busy || busySince != null && !now.isBefore(busySince.plus(LONGEST).plus(REST))) {
      busySince = null;
    }
    if (busy && busySince == null) {
      busySince = now;
    }
    if (now.isBefore(nextTry)) {
      return;
    }
    boolean wanted = busySince != null && now.isBefore(busySince.plus(LONGEST));
    if (wanted && (renewAt == null || !now.isBefore(renewAt))) {
      // A call whose end is not known may have taken effect.
      mayHoldUntil = now.plus(LENGTH);
      renewAt = calling(now, () -> instance.protect(LENGTH)) ? now.plus(RENEWAL) : null;
    } else if (!wanted && now.isBefore(mayHoldUntil)) {
      renewAt = null;
      if (calling(now, instance::unprotect)) {
        mayHoldUntil = Instant.MIN;
      }
    }
  }

  private boolean calling(Instant now, Runnable call) {
    try {
      call.run();
      failures = 0;
      return true;
    } catch (RuntimeException e) {
      if (failures == 0) {
        listener.troubled(PART, e);
      }
      failures = Math.min(failures + 1, Integer.SIZE);
      Duration pause = LOOK.multipliedBy(1L << failures);
      nextTry = now.plus(pause.compareTo(RENEWAL) < 0 ? pause : RENEWAL);
      return false;
    }
  }

  /** Ends the looking. A worker that stops needs no protection, and ECS forgets that of a task that is stopping. */
  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
