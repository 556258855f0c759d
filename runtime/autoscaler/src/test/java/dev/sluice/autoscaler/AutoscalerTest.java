package dev.sluice.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.inmemory.InMemoryWorkerFleet;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.scaling.FleetSize;
import dev.sluice.core.scaling.ScalingPolicy;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

final class AutoscalerTest {
  private static final WorkerRange RANGE = new WorkerRange(2, 20);
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));

  @Test
  void itPassesOnceAnIntervalUntilItIsClosed() throws InterruptedException {
    InMemoryWorkerFleet fleet = new InMemoryWorkerFleet(RANGE, 5);
    Semaphore paused = new Semaphore(0);
    Semaphore next = new Semaphore(0);
    Autoscaler autoscaler = new Autoscaler(pass(fleet), INTERVAL, clock, duration -> {
      clock.advance(duration);
      paused.release();
      next.acquire();
    });
    autoscaler.start();

    paused.acquire();
    assertThat(fleet.size().desired()).as("before the first interval is over").isEqualTo(5);
    next.release();
    paused.acquire();
    assertThat(fleet.size().desired()).isEqualTo(4);
    next.release(4);
    paused.acquire(4);
    assertThat(fleet.size().desired()).isEqualTo(3);

    autoscaler.close();
    assertThat(autoscaler.isTurning()).isFalse();
  }

  @Test
  void aPassThatNeverEndsIsNoticed() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Autoscaler autoscaler = new Autoscaler(pass(new WorkerFleet() {
      @Override
      public FleetSize size() {
        entered.countDown();
        try {
          never.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return new FleetSize(2, 2);
      }

      @Override
      public void scaleTo(int workers) {}
    }), INTERVAL, clock, clock);
    autoscaler.start();
    entered.await();
    assertThat(autoscaler.isTurning()).isTrue();

    clock.advance(Duration.ofMinutes(5));

    assertThat(autoscaler.isTurning()).isFalse();
    autoscaler.close();
  }

  private ScalingPass pass(WorkerFleet fleet) {
    return new ScalingPass(new InMemoryRunStore(clock), List.of(new Pool("default", Set.of("default"), fleet)),
        new ScalingPolicy(5, 2, RANGE, Duration.ofSeconds(60)), clock, PlatformListener.NONE);
  }
}
