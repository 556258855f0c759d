package dev.sluice.tests.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A job that makes workers publish from each of two queues to both: each of its first ops sets free more ops of each queue than a
 * worker of one slot can take itself. The first ops last some heartbeats, so that their messages are kept hidden.
 */
public final class EveryQueue implements JobSource<JsonNode, String> {
  /** In the input, it makes the first op of each queue fail for good. */
  static final String FAIL = "fail";
  /** In the input, a text that the first op of each queue returns too, so that payloads can be made large. */
  static final String PADDING = "padding";
  static final List<String> QUEUES = List.of("default", "bulk");
  private static final int WIDTH = 4;
  private static final Duration FIRST = Duration.ofSeconds(4);
  private static final Duration OTHERS = Duration.ofMillis(1_500);

  @Override
  public Job<JsonNode, String> define(JobBuilder<JsonNode> job) {
    List<Op<String>> ends = new ArrayList<>();
    for (String from : QUEUES) {
      Op<String> first = job.op("from-" + from, String.class,
          (input, context) -> input.path(FAIL).asBoolean() ? fail() : waited(from + input.path(PADDING).asText(), FIRST)).queue(from);
      for (String to : QUEUES) {
        for (int i = 0; i < WIDTH; i++) {
          ends.add(job.op(from + "-to-" + to + "-" + i, String.class, first, (before, context) -> waited(to, OTHERS)).queue(to));
        }
      }
    }
    return job.output(job.op("end", String.class, ends, (all, context) -> "done"));
  }

  private static String fail() {
    throw new NonRetryableException("as it was told");
  }

  private static String waited(String output, Duration length) throws InterruptedException {
    Pause.REAL.pause(length);
    return output;
  }
}
