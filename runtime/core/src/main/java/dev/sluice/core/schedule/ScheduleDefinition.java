package dev.sluice.core.schedule;

/**
 * A schedule as a job defines it, checked.
 *
 * @param name what it is called; no other schedule is called so
 * @param job what it starts
 * @param when its {@link Recurrence} as text
 * @param zone the time zone whose clocks that is about
 * @param missed what becomes of ticks that passed while nobody could start their runs
 * @param input of each run, as JSON
 */
public record ScheduleDefinition(String name, String job, String when, String zone, MissedTicks missed, String input) {
  /** Reads when it ticks. */
  public Recurrence recurrence() {
    return Recurrence.parse(when, zone);
  }
}
