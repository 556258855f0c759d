package dev.sluice.examples.fan;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.Locale;

/** Five inputs, each with a type of its own: an edge between wrong types does not compile. A weather report. */
public final class FiveInputs implements JobSource<String, String> {
  /** Where the wind comes from. */
  public enum Direction { NORTH, EAST, SOUTH, WEST }

  /** The rain of a day. */
  public record Rain(double millimetres) {}

  @Override
  public Job<String, String> define(JobBuilder<String> job) {
    Op<String> station = job.op("station", String.class, (town, context) -> town.toUpperCase(Locale.ROOT));
    Op<Integer> degrees = job.op("degrees", Integer.class, (town, context) -> town.length() * 3);
    Op<Direction> wind = job.op("wind", Direction.class, (town, context) -> Direction.values()[town.length() % 4]);
    Op<Rain> rain = job.op("rain", Rain.class, (town, context) -> new Rain(0.5));
    Op<Boolean> storm = job.op("storm", Boolean.class, (town, context) -> false);
    return job.output(job.op("report", String.class, station, degrees, wind, rain, storm,
        (name, celsius, from, fall, stormy, context) -> name + ": " + celsius + " degrees, wind from " + from + ", "
            + fall.millimetres() + " mm" + (stormy ? ", storm" : "")));
  }
}
