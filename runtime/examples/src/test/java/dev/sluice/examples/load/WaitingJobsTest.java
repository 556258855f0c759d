package dev.sluice.examples.load;

import static dev.sluice.testing.Attempts.attempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.examples.Example;
import dev.sluice.testing.JobTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingJobsTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));

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
    var once = JobTest.of(new Fast(clock)).seed(7).run(new Wait.Input(null, null));
    var twice = JobTest.of(new Fast(clock)).seed(7).losingTheWorker("wait", attempt(1)).clock(new VirtualClock(once.run().submittedAt()))
        .run(new Wait.Input(null, null));
    assertThat(twice.run().id()).isEqualTo(once.run().id());
    assertThat(twice.op("wait").attempts()).isEqualTo(2);
    assertThat(twice.output()).isEqualTo(once.output());
  }

  @Test
  void theSeedDecidesWhereOneIsGiven() throws Exception {
    String input = "{\"seed\":5}";
    Wait.Output first = Example.of(new Slow(clock), input);
    assertThat(Example.of(new Slow(clock), input)).isEqualTo(first);
    assertThat(Example.of(new Slow(clock), "{\"seed\":6}")).isNotEqualTo(first);
  }

  @Test
  void theTimeScaleShortensTheWait() throws Exception {
    Wait.Output output = Example.of(new Slow(clock), "{\"timeScale\":0.01,\"seed\":5}");
    assertThat(output.sampled()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(7));
    assertThat(output.waited().toNanos()).isEqualTo(Math.round(output.sampled().toNanos() * 0.01));
  }

  @Test
  void aTimeScaleBelowZeroIsRefused() {
    assertThatThrownBy(() -> Example.of(new Fast(clock), "{\"timeScale\":-1}"))
        .isInstanceOf(UnusablePayloadException.class)
        .hasMessageContaining("timeScale must be 0 to 1000, got -1.0");
  }

  private List<Duration> thousand(JobSource<Wait.Input, Wait.Output> source) throws Exception {
    List<Duration> taken = new ArrayList<>();
    JobTest<Wait.Input, Wait.Output> test = JobTest.of(source);
    for (int i = 0; i < 1_000; i++) {
      Instant before = clock.instant();
      Wait.Output output = Example.of(test, source, "{}");
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
