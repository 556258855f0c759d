package dev.sluice.infra.observability;

import java.time.Duration;

/**
 * What must not last.
 *
 * @param name of the alarm
 * @param meaning what it means and what to do, in a sentence or two
 * @param measure what is looked at
 * @param above whether more than the threshold is bad, else less
 * @param threshold where it becomes bad
 * @param period over which it is taken together
 * @param periods how many bad ones in a row
 * @param mustArrive whether no measurement is bad, too
 */
public record Watch(
    String name, String meaning, Measure measure, boolean above, double threshold, Duration period, int periods,
    boolean mustArrive) {}
