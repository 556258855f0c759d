package dev.sluice.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FiringTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Recurrence TEN_MINUTES = Recurrence.parse("every PT10M", "UTC");

  private static Instant at(String time) {
    return Instant.parse("2026-11-21T" + time + "Z");
  }

  @ParameterizedTest
  @EnumSource(MissedTicks.class)
  void aTickThatIsLateAndNotMissedStartsItsRunUnderEachPolicy(MissedTicks missed) {
    assertThat(Firing.of(TEN_MINUTES, missed, at("10:00:00"), at("10:00:59")))
        .isEqualTo(new Firing(List.of(at("10:00:00")), false, at("10:10:00")));
  }

  @Test
  void afterAnOutageMissedTicksAreSkipped() {
    assertThat(Firing.of(TEN_MINUTES, MissedTicks.SKIP, at("10:00:00"), at("12:05:00")))
        .isEqualTo(new Firing(List.of(), true, at("12:10:00")));
    assertThat(Firing.of(TEN_MINUTES, MissedTicks.SKIP, at("10:00:00"), at("12:10:30"))).as("one is on time")
        .isEqualTo(new Firing(List.of(at("12:10:00")), true, at("12:20:00")));
  }

  @Test
  void afterAnOutageTheNewestMissedTickRunsOnce() {
    assertThat(Firing.of(TEN_MINUTES, MissedTicks.RUN_ONCE, at("10:00:00"), at("12:05:00")))
        .isEqualTo(new Firing(List.of(at("12:00:00")), true, at("12:10:00")));
    assertThat(Firing.of(TEN_MINUTES, MissedTicks.RUN_ONCE, at("12:00:00"), at("12:05:00"))).as("it was the only one")
        .isEqualTo(new Firing(List.of(at("12:00:00")), false, at("12:10:00")));
    assertThat(Firing.of(TEN_MINUTES, MissedTicks.RUN_ONCE, at("10:00:00"), at("12:10:30"))).as("one is on time")
        .isEqualTo(new Firing(List.of(at("12:10:00")), true, at("12:20:00")));
  }

  @Test
  void afterAnOutageAllMissedTicksRunOldestFirst() {
    Firing firing = Firing.of(TEN_MINUTES, MissedTicks.RUN_ALL, at("10:00:00"), at("12:05:00"));
    assertThat(firing.ticks()).hasSize(13).startsWith(at("10:00:00"), at("10:10:00")).endsWith(at("12:00:00"));
    assertThat(firing.skipped()).isFalse();
    assertThat(firing.next()).isEqualTo(at("12:10:00"));
  }

  @Test
  void aHugeBacklogIsCutAndSaysSo() {
    Recurrence seconds = Recurrence.parse("every PT1S", "UTC");
    Instant now = at("12:00:00").plus(Duration.ofDays(365));
    Firing firing = Firing.of(seconds, MissedTicks.RUN_ALL, at("12:00:00"), now);
    assertThat(firing.ticks()).hasSize(MissedTicks.MOST_AT_ONCE).startsWith(at("12:00:00"), at("12:00:01"));
    assertThat(firing.skipped()).isTrue();
    assertThat(firing.next()).isEqualTo(now.plusSeconds(1));
    Firing exact = Firing.of(seconds, MissedTicks.RUN_ALL, at("12:00:01"), at("12:00:00").plusSeconds(MissedTicks.MOST_AT_ONCE));
    assertThat(exact.ticks()).hasSize(MissedTicks.MOST_AT_ONCE);
    assertThat(exact.skipped()).as("the last of them is the newest").isFalse();
  }

  @Test
  void ticksCloserThanTheGraceAllRun() {
    Recurrence seconds = Recurrence.parse("every PT1S", "UTC");
    assertThat(Firing.of(seconds, MissedTicks.SKIP, at("10:00:00"), at("10:00:03")).ticks())
        .containsExactly(at("10:00:00"), at("10:00:01"), at("10:00:02"), at("10:00:03"));
  }

  @Test
  void aTickThatNewRulesOfTheZoneTookAwayIsNotRun() {
    assertThat(Firing.of(TEN_MINUTES, MissedTicks.RUN_ALL, at("10:05:00"), at("10:06:00")))
        .isEqualTo(new Firing(List.of(), false, at("10:10:00")));
  }

  /** Looks every half second from midnight to midnight, as a coordinator does, with an outage from 1:45 to 4:15 on the clocks of summer. */
  @ParameterizedTest
  @CsvSource({
      // The clocks jump at 2:00 to 3:00, so that the outage takes an hour and a half; 2:30 comes at the jump.
      "2026-03-29, 0 * * * *, 23, SKIP, 21", "2026-03-29, 0 * * * *, 23, RUN_ONCE, 22", "2026-03-29, 0 * * * *, 23, RUN_ALL, 23",
      "2026-03-29, 30 2 * * *, 23, SKIP, 0", "2026-03-29, 30 2 * * *, 23, RUN_ONCE, 1", "2026-03-29, 30 2 * * *, 23, RUN_ALL, 1",
      // They go back at 3:00 to 2:00, so that it takes three and a half; 2:30 comes once.
      "2026-10-25, 0 * * * *, 25, SKIP, 21", "2026-10-25, 0 * * * *, 25, RUN_ONCE, 22", "2026-10-25, 0 * * * *, 25, RUN_ALL, 25",
      "2026-10-25, 30 2 * * *, 25, SKIP, 0", "2026-10-25, 30 2 * * *, 25, RUN_ONCE, 1", "2026-10-25, 30 2 * * *, 25, RUN_ALL, 1"})
  void aDayWithAChangeOfTheClocksAndAnOutage(String day, String cron, int hours, MissedTicks missed, int runs) {
    Recurrence recurrence = Recurrence.parse(cron, "Europe/Berlin");
    Instant start = LocalDate.parse(day).atStartOfDay(BERLIN).toInstant();
    Instant down = LocalDateTime.parse(day + "T01:45").atZone(BERLIN).toInstant();
    Instant up = LocalDateTime.parse(day + "T04:15").atZone(BERLIN).toInstant();
    VirtualClock clock = new VirtualClock(start);
    List<Instant> ran = new ArrayList<>();
    Instant next = recurrence.from(start);
    while (clock.instant().isBefore(start.plus(Duration.ofHours(hours)))) {
      boolean away = !clock.instant().isBefore(down) && clock.instant().isBefore(up);
      if (!away && !next.isAfter(clock.instant())) {
        Firing firing = Firing.of(recurrence, missed, next, clock.instant());
        ran.addAll(firing.ticks());
        next = firing.next();
      }
      clock.advance(Duration.ofMillis(500));
    }
    assertThat(ran).hasSize(runs).doesNotHaveDuplicates().isSorted();
  }
}
