package dev.sluice.tests.endtoend.chaos.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.OpContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** So many camps, each a checkpoint, then a night, and to the top by one of two ways, the steep one of which few may take at a time. */
public final class Climb implements JobSource<Climb.Route, String> {
  private static final Duration NIGHT = Duration.ofMillis(200);
  private static final int CAMP_OF_THE_FALL = 2;

  /**
   * Which way.
   *
   * @param camps how many, at least two
   * @param diary file with a line for each camp that was kept
   */
  public record Route(int camps, boolean steep, String diary) {}

  @Override
  public Job<Route, String> define(JobBuilder<Route> job) {
    Op<Integer> climbed = job.op("climb", Integer.class, Climb::climb);
    Op<Integer> rested = job.sleep("rest", NIGHT, climbed);
    Op<Boolean> steep = job.op("look", Boolean.class, rested, (camps, context) -> context.input(Route.class).steep());
    Op<String> ropes = job.op("ropes", String.class, (route, context) -> "by ropes").onlyIf(steep, true)
        .rateLimit("chaos-ropes", 50, Duration.ofSeconds(1));
    Op<String> path = job.op("path", String.class, (route, context) -> "by the path").onlyIf(steep, false);
    return job.output(job.firstOf("top", String.class, List.of(ropes, path)));
  }

  /** The first attempt falls, and the next one goes on from where that was. */
  private static int climb(Route route, OpContext context) throws IOException {
    int camp = context.lastCheckpoint(Integer.class).orElse(0);
    while (camp < route.camps()) {
      camp++;
      context.checkpoint(camp);
      Files.writeString(Path.of(route.diary()), context.idempotencyKey() + " " + camp + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (context.attempt() == 1 && camp == CAMP_OF_THE_FALL) {
        throw new IllegalStateException("fell");
      }
    }
    return camp;
  }
}
