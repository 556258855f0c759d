package dev.sluice.examples.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.time.VirtualClock;
import dev.sluice.examples.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitingJobsTest {
  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final Random random = new Random(42);

  @Test
  void fastTakesTenToThirtySecondsAndTwentyOnAverage() {
    List<Duration> taken = thousand(new Fast(clock));
    assertThat(taken).allSatisfy(time -> assertThat(time).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(30)));
    assertThat(mean(taken)).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
    assertThat(taken).anySatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(11)));
    assertThat(taken).anySatisfy(time -> assertThat(time).isGreaterThan(Duration.ofSeconds(29)));
  }

  @Test
  void slowTakesThreeToSevenMinutesAndFiveOnAverage() {
    List<Duration> taken = thousand(new Slow(clock));
    assertThat(taken).allSatisfy(time -> assertThat(time).isBetween(Duration.ofSeconds(180), Duration.ofSeconds(420)));
    assertThat(mean(taken)).isBetween(Duration.ofSeconds(290), Duration.ofSeconds(310));
  }

  @Test
  void everyAttemptOfARunWaitsEquallyLong() {
    SampledDuration distribution = new SampledDuration(Duration.ofSeconds(20), Duration.ofSeconds(10));
    RunId run = RunId.next(clock, random);
    assertThat(distribution.sampleFor(run)).isEqualTo(distribution.sampleFor(run));
    assertThat(distribution.sampleFor(RunId.next(clock, random))).isNotEqualTo(distribution.sampleFor(run));
  }

  @Test
  void theSeedDecidesWhereOneIsGiven() {
    Wait.Output first = run(new Slow(clock), "{\"seed\":5}");
    assertThat(run(new Slow(clock), "{\"seed\":5}")).isEqualTo(first);
    assertThat(run(new Slow(clock), "{\"seed\":6}")).isNotEqualTo(first);
  }

  @Test
  void theTimeScaleShortensTheWait() {
    Wait.Output output = run(new Slow(clock), "{\"timeScale\":0.01,\"seed\":5}");
    assertThat(output.sampled()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(7));
    assertThat(output.waited().toNanos()).isEqualTo(Math.round(output.sampled().toNanos() * 0.01));
  }

  @Test
  void aTimeScaleBelowZeroIsRefused() {
    assertThatThrownBy(() -> run(new Fast(clock), "{\"timeScale\":-1}"))
        .isInstanceOf(UnusablePayloadException.class)
        .hasMessageContaining("timeScale must be 0 to 1000, got -1.0");
  }

  private List<Duration> thousand(JobSource<Wait.Input, Wait.Output> source) {
    List<Duration> taken = new ArrayList<>();
    try (Stage stage = new Stage(JobRegistry.of(List.of(source)), clock, Stage.NO_DATABASE)) {
      for (int i = 0; i < 1_000; i++) {
        Instant before = clock.instant();
        Wait.Output output = run(stage, source, "{}");
        assertThat(output.waited()).isEqualTo(Duration.between(before, clock.instant()));
        taken.add(output.waited());
      }
    }
    return taken;
  }

  private Wait.Output run(JobSource<Wait.Input, Wait.Output> source, String input) {
    try (Stage stage = new Stage(JobRegistry.of(List.of(source)), clock, Stage.NO_DATABASE)) {
      return run(stage, source, input);
    }
  }

  private static Wait.Output run(Stage stage, JobSource<Wait.Input, Wait.Output> source, String input) {
    Run run = stage.finish(stage.submit(source.name(), input, Map.of()));
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    return Objects.requireNonNull(new Payloads(1_000).read(Objects.requireNonNull(run.output()), Wait.Output.class, "output"));
  }

  private static Duration mean(List<Duration> durations) {
    return durations.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(durations.size());
  }
}
