package dev.sluice.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.time.Pause;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DispatcherTest {
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final VirtualClock clock = new VirtualClock(START);
  private final Semaphore looks = new Semaphore(0);
  private final AtomicInteger fullBatches = new AtomicInteger();
  private final AtomicBoolean down = new AtomicBoolean();
  private final AtomicReference<@Nullable Error> error = new AtomicReference<>();
  private final List<RuntimeException> troubles = new CopyOnWriteArrayList<>();
  private final PlatformListener listener = new PlatformListener() {
    @Override
    public void troubled(String what, RuntimeException cause) {
      troubles.add(cause);
    }
  };
  private final Dispatcher dispatcher =
      new Dispatcher("dispatch", this::look, new DispatchPace(INTERVAL, new Random(1)), LONGEST, clock, listener).start();

  private boolean look() {
    boolean gone = down.get();
    boolean more = fullBatches.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    Error broken = error.getAndSet(null);
    looks.release();
    if (broken != null) {
      throw broken;
    }
    if (gone) {
      throw new StoreUnavailableException("gone", new IllegalStateException());
    }
    return more;
  }

  private static boolean isOver(CountDownLatch end) {
    try {
      end.await();
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Moves the clock on until the dispatcher has looked once more. */
  private void awaitLook() throws InterruptedException {
    while (!looks.tryAcquire(5, TimeUnit.MILLISECONDS)) {
      clock.advance(INTERVAL);
    }
  }

  private static void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Pause.REAL.pause(Duration.ofMillis(5));
    }
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  @Test
  void itLooksAtOnceAndThenEachInterval() throws Exception {
    looks.acquire();
    awaitLook();
    awaitLook();
  }

  @Test
  void itLooksAtOnceWhenWokenWhileTheClockStandsStill() throws Exception {
    looks.acquire();
    Instant before = clock.instant();
    dispatcher.wake();
    looks.acquire();
    assertThat(clock.instant()).isEqualTo(before);
  }

  @Test
  void aFullBatchIsFollowedByTheNextWithoutAPause() throws Exception {
    looks.acquire();
    fullBatches.set(3);
    Instant before = clock.instant();
    dispatcher.wake();
    looks.acquire(4);
    assertThat(clock.instant()).isEqualTo(before);
  }

  @Test
  void itGoesOnAfterTheStoreWasGoneAndSaysSo() throws Exception {
    looks.acquire();
    down.set(true);
    awaitLook();
    awaitLook();
    down.set(false);
    awaitLook();
    dispatcher.close();
    assertThat(troubles).hasSizeGreaterThanOrEqualTo(2).allMatch(StoreUnavailableException.class::isInstance);
  }

  @Test
  void itGoesOnAfterAnErrorAndSaysSo() throws Exception {
    looks.acquire();
    error.set(new NoClassDefFoundError("org/example/Tenants"));
    awaitLook();
    awaitLook();
    assertThat(dispatcher.isTurning()).isTrue();
    assertThat(troubles).singleElement().asString().contains("NoClassDefFoundError: org/example/Tenants");
  }

  /** A clock that its machine sets right may go back, or ahead, by more than a pause. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void aClockThatIsSetNeitherStopsTheLooksNorMakesThemLookStopped(long hours) throws Exception {
    AtomicInteger readings = new AtomicInteger();
    InstantSource jumping = () -> START.plus(Duration.ofHours(hours * readings.incrementAndGet()));
    dispatcher.close();
    looks.drainPermits();
    try (Dispatcher stepped = new Dispatcher("stepped", () -> {
      looks.release();
      return false;
    }, new DispatchPace(Duration.ofMillis(20), new Random(1)), LONGEST, jumping, listener).start()) {
      looks.acquire(3);
      assertThat(stepped.isTurning()).isTrue();
    }
  }

  @Test
  void itIsStuckWhileALookTakesTooLong() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Dispatcher slow = new Dispatcher("slow", () -> {
      begun.countDown();
      return isOver(end);
    }, new DispatchPace(INTERVAL, new Random(1)), LONGEST, clock, listener);
    assertThat(slow.isTurning()).as("not started").isFalse();
    try {
      slow.start();
      begun.await();
      clock.advance(LONGEST.minusSeconds(1));
      assertThat(slow.isTurning()).isTrue();
      clock.advance(Duration.ofSeconds(1));
      assertThat(slow.isTurning()).isFalse();
      end.countDown();
      awaitTrue(slow::isTurning);
    } finally {
      end.countDown();
      slow.close();
    }
    assertThat(slow.isTurning()).isFalse();
  }

  @Test
  void aPauseThatIsLongerThanALookMayTakeIsNoStandstill() throws Exception {
    try (Dispatcher seldom = new Dispatcher("seldom", () -> {
      looks.release();
      return false;
    }, new DispatchPace(LONGEST.multipliedBy(10), () -> 1L << 62 << 1), LONGEST, clock, listener)) {
      dispatcher.close();
      looks.drainPermits();
      seldom.start();
      looks.acquire();
      clock.advance(LONGEST.multipliedBy(9));
      awaitTrue(seldom::isTurning);
      assertThat(looks.availablePermits()).isZero();
    }
  }

  @Test
  void itIsStuckWhenItsThreadHasEnded() throws Exception {
    AtomicBoolean told = new AtomicBoolean();
    try (Dispatcher mortal = new Dispatcher("mortal", () -> {
      throw new IllegalStateException("for the test");
    }, new DispatchPace(INTERVAL, new Random(1)), LONGEST, clock, new PlatformListener() {
      @Override
      public void troubled(String what, RuntimeException cause) {
        told.set(true);
        throw new AssertionError("no room for the log, for the test");
      }
    })) {
      mortal.start();
      awaitTrue(told::get);
      awaitTrue(() -> !mortal.isTurning());
    }
  }

  @Test
  void itLooksNoMoreOnceClosed() throws Exception {
    looks.acquire();
    dispatcher.close();
    looks.drainPermits();
    dispatcher.wake();
    clock.advance(Duration.ofHours(1));
    assertThat(looks.availablePermits()).isZero();
  }

  @Test
  void thePaceDoublesInTroubleUpToTenSeconds() {
    DispatchPace middle = new DispatchPace(INTERVAL, () -> 1L << 62 << 1);
    assertThat(middle.pauseAfter(0)).isEqualTo(INTERVAL);
    assertThat(middle.pauseAfter(1)).isEqualTo(INTERVAL.multipliedBy(2));
    assertThat(middle.pauseAfter(3)).isEqualTo(INTERVAL.multipliedBy(8));
    assertThat(middle.pauseAfter(1_000)).isEqualTo(Duration.ofSeconds(10));
    DispatchPace slow = new DispatchPace(Duration.ofMinutes(1), () -> 1L << 62 << 1);
    assertThat(slow.pauseAfter(5)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void thePaceIsJitteredByAFifth() {
    DispatchPace pace = new DispatchPace(INTERVAL, new Random(3));
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.pauseAfter(0)).isBetween(Duration.ofMillis(400), Duration.ofMillis(600));
    }
    assertThat(pace.pauseAfter(0)).isNotEqualTo(pace.pauseAfter(0));
  }
}
