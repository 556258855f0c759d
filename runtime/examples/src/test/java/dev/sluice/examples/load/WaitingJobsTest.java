package dev.sluice.examples.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.run.RunId;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.examples.DirectRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitingJobsTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final Random random = new Random(42);

  @Test
  void fastTakesTenToThirtySecondsAndTwentyOnAverage() throws Exception {
    List<Duration> taken = thousand(new Fast(clock));
    assertThat(taken).allSatisfy(time -> assertThat(time).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30)));
    assertThat(mean(taken)).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
    assertThat(taken).anySatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(11)));
    assertThat(taken).anySatisfy(time -> assertThat(time).isGreaterThan(Duration.ofSeconds(29)));
  }

  @Test
  void slowTakesThreeToSevenMinutesAndFiveOnAverage() throws Exception {
    List<Duration> taken = thousand(new Slow(clock));
    assertThat(taken).allSatisfy(time -> assertThat(time).isBetween(Duration.ofSeconds(180), Duration.ofSeconds(420)));
    assertThat(mean(taken)).isBetween(Duration.ofSeconds(290), Duration.ofSeconds(310));
  }

  @Test
  void everyAttemptOfARunWaitsEquallyLong() throws Exception {
    RunId run = RunId.next(clock, random);
    assertThat(DirectRun.of(new Fast(clock), "{}", run)).isEqualTo(DirectRun.of(new Fast(clock), "{}", run));
  }

  @Test
  void theSeedDecidesWhereOneIsGiven() throws Exception {
    String input = "{\"seed\":5}";
    Wait.Output first = DirectRun.of(new Slow(clock), input, RunId.next(clock, random));
    assertThat(DirectRun.of(new Slow(clock), input, RunId.next(clock, random))).isEqualTo(first);
    assertThat(DirectRun.of(new Slow(clock), "{\"seed\":6}", RunId.next(clock, random))).isNotEqualTo(first);
  }

  @Test
  void theTimeScaleShortensTheWait() throws Exception {
    Wait.Output output = DirectRun.of(new Slow(clock), "{\"timeScale\":0.01,\"seed\":5}", RunId.next(clock, random));
    assertThat(output.sampled()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(7));
    assertThat(output.waited().toNanos()).isEqualTo(Math.round(output.sampled().toNanos() * 0.01));
  }

  @Test
  void aTimeScaleBelowZeroIsRefused() {
    assertThatThrownBy(() -> DirectRun.of(new Fast(clock), "{\"timeScale\":-1}", RunId.next(clock, random)))
        .isInstanceOf(UnusablePayloadException.class)
        .hasMessageContaining("timeScale must be 0 to 1000, got -1.0");
  }

  private List<Duration> thousand(JobSource<Wait.Input, Wait.Output> source) throws Exception {
    List<Duration> taken = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Instant before = clock.instant();
      Wait.Output output = DirectRun.of(source, "{}", RunId.next(clock, random));
      Duration passed = Duration.between(before, clock.instant());
      assertThat(output.waited()).isEqualTo(passed);
      taken.add(passed);
    }
    return taken;
  }

  private static Duration mean(List<Duration> durations) {
    return durations.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(durations.size());
  }
}
