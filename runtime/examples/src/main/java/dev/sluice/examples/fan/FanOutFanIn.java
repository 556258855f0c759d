package dev.sluice.examples.fan;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import java.util.Comparator;
import java.util.stream.Stream;

/** Three ops run side by side, a fourth takes all they return. The cheapest of three carriers' quotes. */
public final class FanOutFanIn implements JobSource<FanOutFanIn.Parcel, FanOutFanIn.Quote> {
  /** What is to be sent. */
  public record Parcel(int grams) {}

  /** What a carrier asks for it. */
  public record Quote(String carrier, int cents) {}

  @Override
  public Job<Parcel, Quote> define(JobBuilder<Parcel> job) {
    Op<Quote> bike = job.op("ask-bike", Quote.class, (parcel, context) -> new Quote("bike", 300 + parcel.grams()));
    Op<Quote> van = job.op("ask-van", Quote.class, (parcel, context) -> new Quote("van", 900 + parcel.grams() / 10));
    Op<Quote> train = job.op("ask-train", Quote.class, (parcel, context) -> new Quote("train", 1_500));
    return job.output(job.op("choose", Quote.class, bike, van, train, (first, second, third, context) ->
        Stream.of(first, second, third).min(Comparator.comparingInt(Quote::cents)).orElseThrow()));
  }
}
