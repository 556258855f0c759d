package dev.sluice.examples.basics;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;

/** One op after the other: each takes what the one before returned, and only what fails is tried again. A reading, said. */
public final class ChainOfOps implements JobSource<ChainOfOps.Line, String> {
  /** What a thermometer sends, as {@code kitchen;68.0}. */
  public record Line(String text) {}

  /** The same, understood. */
  public record Reading(String room, double fahrenheit) {}

  /** The same, in degrees that people here know. */
  public record Temperature(String room, long celsius) {}

  @Override
  public Job<Line, String> define(JobBuilder<Line> job) {
    Op<Reading> reading = job.op("parse", Reading.class, (line, context) -> parse(line.text()));
    Op<Temperature> temperature = job.op("convert", Temperature.class, reading, (read, context) ->
        new Temperature(read.room(), Math.round((read.fahrenheit() - 32) * 5 / 9)));
    return job.output(job.op("say", String.class, temperature, (known, context) ->
        "It is " + known.celsius() + " degrees in the " + known.room() + "."));
  }

  private static Reading parse(String text) {
    String[] parts = text.split(";");
    return new Reading(parts[0], Double.parseDouble(parts[1]));
  }
}
