package dev.sluice.examples.data;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Readings cut into windows of an hour, each averaged by an op of its own. A greenhouse; what is impossible is left out. */
public final class SensorAggregation implements JobSource<SensorAggregation.Readings, SensorAggregation.Curve> {
  /** A reading. */
  public record Reading(Instant at, double celsius) {}

  /** A day's readings, in any order. */
  public record Readings(List<Reading> all) {}

  /** The readings of an hour. */
  public record Window(Instant from, List<Double> values) {}

  /** Their mean and their number. */
  public record Hour(Instant from, double mean, int readings) {}

  /** The hours, one after the other. */
  public record Curve(List<Hour> hours) {}

  @Override
  public Job<Readings, Curve> define(JobBuilder<Readings> job) {
    Op<List<Hour>> hours = job.map("hour", Hour.class, Window.class, readings -> windows(readings.all()),
        (window, context) -> mean(window));
    return job.output(job.op("join", Curve.class, hours, (all, context) -> new Curve(all)));
  }

  private static List<Window> windows(List<Reading> readings) {
    Map<Instant, List<Double>> windows = new TreeMap<>();
    for (Reading reading : readings) {
      if (reading.celsius() > -60 && reading.celsius() < 80) {
        Instant hour = reading.at().truncatedTo(ChronoUnit.HOURS);
        windows.computeIfAbsent(hour, from -> new ArrayList<>()).add(reading.celsius());
      }
    }
    return windows.entrySet().stream().map(window -> new Window(window.getKey(), window.getValue())).toList();
  }

  private static Hour mean(Window window) {
    double mean = window.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return new Hour(window.from(), mean, window.values().size());
  }
}
