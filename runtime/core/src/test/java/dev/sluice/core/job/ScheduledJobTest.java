package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.schedule.MissedTicks;
import dev.sluice.core.schedule.Schedule;
import dev.sluice.core.schedule.ScheduleDefinition;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ScheduledJobTest {
  record Input(String folder, int width) {
    Input {
      if (width < 1) {
        throw new IllegalArgumentException("width must be >= 1, got " + width);
      }
    }
  }

  /** Writes what it cannot read back. */
  record Odd(Thread thread) {}

  private static <I> JobSource<I, String> source(String name, Class<I> inputType, Consumer<JobBuilder<I>> schedules) {
    return new JobSource<>() {
      @Override
      public Job<I, String> define(JobBuilder<I> job) {
        schedules.accept(job);
        return job.output(job.op("only", String.class, (input, context) -> "done"));
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public Class<I> inputType() {
        return inputType;
      }
    };
  }

  private static Job<Input, String> job(Consumer<JobBuilder<Input>> schedules) {
    return JobBuilder.define(source("report", Input.class, schedules));
  }

  @Test
  void aJobHasTheSchedulesThatItDefines() {
    Job<Input, String> job = job(builder -> builder
        .schedule(Schedule.cron("30 2 * * *").in("Europe/Berlin").missed(MissedTicks.RUN_ALL), new Input("docs", 4))
        .schedule(Schedule.every(Duration.ofMinutes(10)).named("often"), new Input("new", 1)));
    assertThat(job.schedules()).containsExactly(
        new ScheduleDefinition("report", "report", "30 2 * * *", "Europe/Berlin", MissedTicks.RUN_ALL, "{\"folder\":\"docs\",\"width\":4}"),
        new ScheduleDefinition("report.often", "report", "every PT10M", "UTC", MissedTicks.RUN_ONCE, "{\"folder\":\"new\",\"width\":1}"));
    assertThat(JobRegistry.of(List.of(source("report", Input.class, builder -> { }))).schedules()).isEmpty();
  }

  @Test
  void aScheduleIsNoPartOfTheVersionThatRunsKeep() {
    assertThat(job(builder -> builder.schedule(Schedule.cron("0 0 * * *"), new Input("docs", 4))).version())
        .isEqualTo(job(builder -> { }).version());
  }

  @Test
  void allThatIsWrongIsToldAtOnceWithTheSchedulesName() {
    assertThatThrownBy(() -> job(builder -> builder
        .schedule(Schedule.cron("0 25 * * *"), new Input("docs", 4))
        .schedule(Schedule.cron("0 0 * * *").in("Mars/Olympus"), new Input("docs", 4))
        .schedule(Schedule.every(Duration.ZERO).named("Often"), new Input("docs", 4))))
        .isInstanceOfSatisfying(JobDefinitionException.class, e -> assertThat(e.problems()).satisfiesExactly(
            twice -> assertThat(twice).isEqualTo("schedule \"report\" is defined twice: name one of them with Schedule.named"),
            cron -> assertThat(cron).startsWith("schedule \"report\": \"0 25 * * *\" is no cron expression of the five fields"),
            zone -> assertThat(zone).startsWith("schedule \"report\": unknown time zone \"Mars/Olympus\""),
            name -> assertThat(name).startsWith("schedule \"report.Often\": a name is lower-case letters"),
            interval -> assertThat(interval).endsWith("an interval is whole seconds, from PT1S to 366 days, got PT0S")));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what a cast, or another language of the JVM, may let through
  void anInputThatTheJobCouldNotReadIsRefused() {
    assertThatThrownBy(() -> job(builder -> ((JobBuilder) builder).schedule(Schedule.cron("0 0 * * *"), "docs")))
        .isInstanceOf(JobDefinitionException.class).hasMessageContaining("schedule \"report\": its input is not a Input");
    assertThatThrownBy(() -> JobBuilder.define(source("odd", Odd.class,
        builder -> builder.schedule(Schedule.cron("0 0 * * *"), new Odd(Thread.currentThread())))))
        .isInstanceOf(JobDefinitionException.class).hasMessageContaining("schedule \"odd\": its input cannot be written as JSON");
  }

  @Test
  void twoJobsCannotHaveSchedulesOfOneName() {
    JobSource<Input, String> one = source("report", Input.class,
        builder -> builder.schedule(Schedule.cron("0 0 * * *").named("daily"), new Input("docs", 4)));
    JobSource<Input, String> other = source("report.daily", Input.class,
        builder -> builder.schedule(Schedule.cron("0 0 * * *"), new Input("docs", 4)));
    assertThatThrownBy(() -> JobRegistry.of(List.of(one, other)))
        .isInstanceOf(JobDefinitionException.class).hasMessageContaining("another job has a schedule \"report.daily\", too");
  }
}
