package dev.sluice.core.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a look at a due schedule decides.
 *
 * @param ticks those that become runs, oldest first; perhaps none
 * @param skipped whether others were missed that become none
 * @param next the tick to wait for
 */
public record Firing(List<Instant> ticks, boolean skipped, Instant next) {
  public Firing {
    ticks = List.copyOf(ticks);
  }

  /**
   * Decides.
   *
   * @param due the tick that was waited for
   * @param now the store's time
   */
  public static Firing of(Recurrence recurrence, MissedTicks missed, Instant due, Instant now) {
    Instant next = recurrence.after(now);
    Instant first = recurrence.from(due);
    if (first.isAfter(now)) {
      return new Firing(List.of(), false, first); // too early, or the zone's rules are others since
    }
    if (missed == MissedTicks.RUN_ALL) {
      List<Instant> all = upTo(now, first, recurrence);
      return new Firing(all, recurrence.after(all.get(all.size() - 1)).isBefore(next), next);
    }
    Instant inTime = now.minus(MissedTicks.GRACE);
    List<Instant> late = upTo(now, first.isBefore(inTime) ? recurrence.from(inTime) : first, recurrence);
    if (late.isEmpty() && missed == MissedTicks.RUN_ONCE) {
      Instant newest = recurrence.lastUpTo(now, first);
      return new Firing(List.of(newest), first.isBefore(newest), next);
    }
    return new Firing(late, first.isBefore(inTime), next);
  }

  private static List<Instant> upTo(Instant now, Instant first, Recurrence recurrence) {
    List<Instant> ticks = new ArrayList<>();
    for (Instant tick = first; !tick.isAfter(now) && ticks.size() < MissedTicks.MOST_AT_ONCE; tick = recurrence.after(tick)) {
      ticks.add(tick);
    }
    return ticks;
  }
}
