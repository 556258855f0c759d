package dev.sluice.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When schedules tick. In Berlin the clocks jump from 2:00 to 3:00 on 2026-03-29 at 1:00 UTC, and back to 2:00 on 2026-10-25 at 1:00 UTC. */
class RecurrenceTest {
  private static final String BERLIN = "Europe/Berlin";

  private static List<String> ticks(String when, String zone, String after, int count) {
    Recurrence recurrence = Recurrence.parse(when, zone);
    List<String> ticks = new ArrayList<>();
    Instant tick = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      tick = recurrence.after(tick);
      ticks.add(tick.toString());
    }
    return ticks;
  }

  @Test
  void aTickComesAfterTheInstantAndNotAtIt() {
    assertThat(ticks("*/10 * * * *", "UTC", "2026-11-21T00:00:00Z", 2)).containsExactly("2026-11-21T00:10:00Z", "2026-11-21T00:20:00Z");
    assertThat(ticks("*/10 * * * *", "UTC", "2026-11-20T23:59:59.999999999Z", 1)).containsExactly("2026-11-21T00:00:00Z");
    assertThat(Recurrence.parse("30 2 * * *", "UTC").from(Instant.parse("2026-11-21T02:30:00Z"))).isEqualTo("2026-11-21T02:30:00Z");
    assertThat(Recurrence.parse("* * * * *", "UTC").from(Instant.parse("2026-11-21T02:30:00.000000001Z"))).isEqualTo("2026-11-21T02:31:00Z");
  }

  @Test
  void aLocalTimeThatTheClocksJumpOverComesAtTheJump() {
    assertThat(ticks("30 2 * * *", BERLIN, "2026-03-28T00:00:00Z", 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void severalLocalTimesThatTheClocksJumpOverComeAsOneTick() {
    assertThat(ticks("0,30 2,3 * * *", BERLIN, "2026-03-28T12:00:00Z", 3))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:00:00Z");
  }

  @Test
  void aLocalTimeThatTheClocksShowTwiceComesTheFirstTime() {
    assertThat(ticks("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2)).containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(ticks("0 2,3 * * *", BERLIN, "2026-10-24T12:00:00Z", 3))
        .containsExactly("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z", "2026-10-26T01:00:00Z");
    assertThat(ticks("30 2 * * *", BERLIN, "2026-10-25T01:15:00Z", 1)).as("asked within the second showing").containsExactly("2026-10-26T01:30:00Z");
  }

  @ParameterizedTest
  @CsvSource({"2026-03-28T23:50:00Z", "2026-10-24T23:50:00Z"})
  void whatTicksEveryHourKeepsItsRhythmWhateverTheClocksDo(String start) {
    Recurrence recurrence = Recurrence.parse("*/20 * * * *", BERLIN);
    Instant tick = recurrence.after(Instant.parse(start));
    for (int i = 0; i < 20; i++) {
      Instant next = recurrence.after(tick);
      assertThat(Duration.between(tick, next)).isEqualTo(Duration.ofMinutes(20));
      tick = next;
    }
  }

  /** Lord Howe Island sets its clocks by half an hour: at 2:00 to 2:30 on 2026-10-04, at 2:00 back to 1:30 on 2026-04-05. */
  @Test
  void aChangeOfHalfAnHourIsNoExceptionAndMidnightMayBeMissingToo() {
    assertThat(ticks("15 * * * *", "Australia/Lord_Howe", "2026-10-03T14:00:00Z", 3)).as("1:15, then 3:15")
        .containsExactly("2026-10-03T14:45:00Z", "2026-10-03T16:15:00Z", "2026-10-03T17:15:00Z");
    assertThat(ticks("45 * * * *", "Australia/Lord_Howe", "2026-04-04T14:00:00Z", 3)).as("1:45 twice, half an hour apart")
        .containsExactly("2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z", "2026-04-04T16:15:00Z");
    assertThat(ticks("0 0 * * *", "Africa/Cairo", "2026-04-23T12:00:00Z", 2)).as("there is no midnight on 2026-04-24")
        .containsExactly("2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z");
  }

  @Test
  void theTickAtTheEndOfAJumpIsSeenByWhatTicksEveryHour() {
    assertThat(ticks("0 * * * *", BERLIN, "2026-03-29T00:00:00Z", 2)).containsExactly("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z");
  }

  @Test
  void daysOfMonthAndWeekAreEitherOfThem() {
    assertThat(ticks("0 0 13 * FRI", "UTC", "2026-11-01T00:00:00Z", 3))
        .containsExactly("2026-11-06T00:00:00Z", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z");
    assertThat(ticks("0 12 * * 7", "UTC", "2026-11-21T00:00:00Z", 1)).as("Sunday is 0 and 7").containsExactly("2026-11-22T12:00:00Z");
    assertThat(ticks("0 0 29 2 *", "UTC", "2026-11-21T00:00:00Z", 1)).containsExactly("2028-02-29T00:00:00Z");
  }

  @Test
  void anIntervalGoesByNoClocks() {
    assertThat(ticks("every PT10M", "UTC", "2026-11-21T00:05:00Z", 2)).containsExactly("2026-11-21T00:10:00Z", "2026-11-21T00:20:00Z");
    assertThat(ticks("every PT7S", "UTC", "1970-01-01T00:00:14Z", 1)).containsExactly("1970-01-01T00:00:21Z");
  }

  @Test
  void theLastTickIsFoundFarAndNear() {
    Instant now = Instant.parse("2026-11-21T12:00:30Z");
    Instant old = Instant.parse("2020-01-01T00:00:00Z");
    assertThat(Recurrence.parse("* * * * *", "UTC").lastUpTo(now, old)).isEqualTo("2026-11-21T12:00:00Z");
    assertThat(Recurrence.parse("0 0 1 1 *", "UTC").lastUpTo(now, old)).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(Recurrence.parse("0 0 29 2 *", "UTC").lastUpTo(now, Instant.parse("2024-02-29T00:00:00Z"))).isEqualTo("2024-02-29T00:00:00Z");
    assertThat(Recurrence.parse("0 12 * * *", "UTC").lastUpTo(Instant.parse("2026-11-21T12:00:00Z"), old)).isEqualTo("2026-11-21T12:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "61 * * * *      | UTC            | \"61 * * * *\" is no cron expression of the five fields minute, hour, day of month, month, day of week:",
      "* * * *         | UTC            | is no cron expression of the five fields",
      "0 0 12 * * ?    | UTC            | is no cron expression of the five fields",
      "hourly          | UTC            | is no cron expression of the five fields",
      "0 0 30 2 *      | UTC            | \"0 0 30 2 *\" names no day that there is",
      "* * * * *       | Europe/Berln   | unknown time zone \"Europe/Berln\": expected a name such as Europe/Berlin or UTC",
      "every PT0.5S    | UTC            | an interval is whole seconds, from PT1S to 366 days, got PT0.5S",
      "every PT-5M     | UTC            | an interval is whole seconds",
      "every P367D     | UTC            | an interval is whole seconds",
      "every 5 minutes | UTC            | expected a duration such as PT10M, got \"5 minutes\""})
  void whatIsNoScheduleIsRefusedInWords(String when, String zone, String words) {
    assertThatThrownBy(() -> Recurrence.parse(when, zone)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(words);
  }
}
