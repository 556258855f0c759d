package dev.sluice.examples.failure;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;

/** A saga: what was done is undone, last first, if a later step fails. A journey for which there is no hotel left. */
public final class Saga implements JobSource<Saga.Journey, String> {
  /** Where to. */
  public record Journey(String town, int freeRooms) {}

  @Override
  public Job<Journey, String> define(JobBuilder<Journey> job) {
    Op<String> train = job.op("book-train", String.class, (journey, context) -> "train to " + journey.town())
        .compensate((ticket, context) -> context.logger().info("gave back the {}", ticket));
    Op<String> bike = job.op("book-bike", String.class, train, (ticket, context) -> "bike at the station")
        .compensate((rented, context) -> context.logger().info("canceled the {}", rented));
    Op<String> hotel = job.op("book-hotel", String.class, (journey, context) -> {
      if (journey.freeRooms() == 0) {
        throw new NonRetryableException("no room in " + journey.town());
      }
      return "a room in " + journey.town();
    }).after(bike);
    return job.output(job.op("send-tickets", String.class, train, bike, hotel, (ticket, rented, room, context) ->
        String.join(", ", ticket, rented, room)));
  }
}
