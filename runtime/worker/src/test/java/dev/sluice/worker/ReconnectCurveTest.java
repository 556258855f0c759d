package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.fault.Faults;
import dev.sluice.core.queue.QueueUnavailableException;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.time.Pause;
import dev.sluice.worker.TestJobs.Single;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQS or PostgreSQL is away for half a minute of virtual time: when it is asked again fits the curve, and it is found again. */
@Timeout(60)
class ReconnectCurveTest {
  private static final String INPUT = "{\"text\":\"in\"}";
  private static final Duration OUTAGE = Duration.ofSeconds(30);
  private static final Duration BASE = Duration.ofMillis(100);
  private static final Duration CEILING = Rig.HEARTBEAT;
  private static final int FACTOR = 2;

  /** Pauses move the clock instead of waiting; heartbeats come never, so that only the loop under test moves it. */
  private static Pause movingTheClockOf(Rig rig) {
    return duration -> {
      if (Thread.currentThread().getName().equals("heartbeat")) {
        new CountDownLatch(1).await();
      }
      rig.clock.advance(duration);
    };
  }

  private static Duration plain(int failure) {
    Duration pause = BASE;
    for (int i = 1; i < failure && pause.compareTo(CEILING) < 0; i++) {
      pause = pause.multipliedBy(FACTOR);
    }
    return pause.compareTo(CEILING) < 0 ? pause : CEILING;
  }

  private static Duration share(Duration pause, double share) {
    return Duration.ofNanos((long) (pause.toNanos() * share));
  }

  /** What the curve allows, and how many attempts fit into the outage if every pause is the shortest that chance may make it. */
  private static void assertFits(List<Instant> attempts, double jitter) {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < attempts.size(); i++) {
      Duration gap = Duration.between(attempts.get(i - 1), attempts.get(i));
      Duration longest = share(plain(i), 1 + jitter).compareTo(CEILING) < 0 ? share(plain(i), 1 + jitter) : CEILING;
      assertThat(gap).as("pause %d of %s", i, attempts).isBetween(share(plain(i), 1 - jitter), longest);
      gaps.add(gap);
    }
    int most = 1;
    for (Duration sum = Duration.ZERO; sum.compareTo(OUTAGE) < 0; most++) {
      sum = sum.plus(share(plain(most), 1 - jitter));
    }
    assertThat(attempts.size()).as("attempts %s", attempts).isBetween(8, most);
    assertThat(gaps.get(gaps.size() - 1)).as("the ceiling is reached").isGreaterThanOrEqualTo(share(CEILING, 1 - jitter));
    if (jitter > 0) {
      assertThat(gaps.stream().limit(5).toList()).as("chance has its part").isNotEqualTo(List.of(plain(1), plain(2), plain(3), plain(4), plain(5)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2, 0.5})
  void aQueueThatIsAwayIsAskedAlongTheCurveAndFoundAgain(double jitter) {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Instant back = rig.clock.instant().plus(OUTAGE);
      List<Instant> attempts = Collections.synchronizedList(new ArrayList<>());
      Wire wire = new Wire("w1", rig.recorder);
      wire.tap((call, arguments) -> {
        if (call.equals("queue default receive") && rig.clock.instant().isBefore(back)) {
          attempts.add(rig.clock.instant());
          throw new QueueUnavailableException("away", null);
        }
      });

      rig.start("w1", 1, List.of("default"), jitter, wire, movingTheClockOf(rig), Faults.NONE);

      // Submitted before, it would be claimed after a poll that failed.
      rig.recorder.awaitUntil("the queue's return", () -> !rig.clock.instant().isBefore(back));
      rig.awaitSuccess(rig.submit("single", INPUT));
      assertFits(attempts, jitter);
      assertThat(rig.clock.instant()).as("found at the first try after its return").isBefore(back.plus(CEILING).plusMillis(1));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2, 0.5})
  void aStoreThatIsAwayIsAskedToCommitAlongTheCurveAndTheResultIsNotLost(double jitter) {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      Instant back = rig.clock.instant().plus(OUTAGE);
      List<Instant> attempts = Collections.synchronizedList(new ArrayList<>());
      Wire wire = new Wire("w1", rig.recorder);
      wire.tap((call, arguments) -> {
        if (call.equals("store commit") && rig.clock.instant().isBefore(back)) {
          attempts.add(rig.clock.instant());
          throw new StoreUnavailableException("away", new IllegalStateException("away"));
        }
      });
      rig.start("w1", 1, List.of("default"), jitter, wire, movingTheClockOf(rig), Faults.NONE);

      RunId run = rig.submit("single", INPUT);

      rig.awaitSuccess(run);
      assertFits(attempts, jitter);
      assertThat(rig.recorder.count("started")).as("it ran once").isEqualTo(1);
    }
  }

  @Test
  void anAttemptThatSucceedsBeginsTheCurveAnew() {
    try (Rig rig = new Rig(Single.of((input, context) -> input))) {
      List<Instant> attempts = Collections.synchronizedList(new ArrayList<>());
      Wire wire = new Wire("w1", rig.recorder);
      wire.tap((call, arguments) -> {
        // Each third commit is let through.
        if (call.equals("store commit")) {
          attempts.add(rig.clock.instant());
          if (attempts.size() % 3 != 0) {
            throw new StoreUnavailableException("away", new IllegalStateException("away"));
          }
        }
      });
      rig.start("w1", 1, List.of("default"), 0, wire, movingTheClockOf(rig), Faults.NONE);

      rig.awaitSuccess(rig.submit("single", INPUT));
      rig.awaitQueuesEmpty();
      rig.awaitSuccess(rig.submit("single", INPUT));

      assertThat(attempts).hasSizeGreaterThanOrEqualTo(6);
      for (int round = 0; round < 2; round++) {
        assertThat(Duration.between(attempts.get(3 * round), attempts.get(3 * round + 1))).isEqualTo(plain(1));
        assertThat(Duration.between(attempts.get(3 * round + 1), attempts.get(3 * round + 2))).isEqualTo(plain(2));
      }
    }
  }
}
