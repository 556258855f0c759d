package dev.sluice.infra;

import com.pulumi.core.Output;
import dev.sluice.infra.observability.Measure;
import dev.sluice.infra.observability.Watch;
import dev.sluice.infra.queue.JobQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is watched of a stack. */
final class PlatformWatches {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final double GIBIBYTE = 1024.0 * 1024 * 1024;
  /** Older than this, something is stuck rather than busy. */
  private static final double OLDEST_AGE = 300;

  private PlatformWatches() {}

  static List<Watch> of(Foundation foundation, StackConfiguration configuration) {
    List<Watch> watches = new ArrayList<>();
    foundation.queues().forEach((name, queue) -> watches.addAll(ofQueue(name, queue)));
    watches.addAll(ofDatabase(foundation.database().identifier(), configuration));
    watches.addAll(ofCoordinator(foundation));
    return watches;
  }

  private static List<Watch> ofQueue(String name, JobQueue queue) {
    return List.of(
        new Watch(name + "-dead-letters", "A message is in the dead-letter queue: see sluice dead-letters list. If that lists none, the message is not Sluice's, or workers died before they claimed its op.",
            new Measure("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", Map.of("QueueName", queue.deadLetterName())),
            true, 0, MINUTE, 1, false),
        new Watch(name + "-waiting-message", "A message waits for a worker too long: see whether the pool is at its limit.",
            new Measure("AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", Map.of("QueueName", queue.name())),
            true, OLDEST_AGE, MINUTE, 5, false),
        new Watch(name + "-waiting-op", "The oldest ready op waits too long, whatever the queue says.",
            new Measure("Sluice", "queue_oldest_age_seconds", "Maximum", Map.of("queue", Output.of(name))),
            true, OLDEST_AGE, MINUTE, 5, false));
  }

  private static List<Watch> ofDatabase(Output<String> identifier, StackConfiguration configuration) {
    Map<String, Output<String>> instance = Map.of("DBInstanceIdentifier", identifier);
    double tenth = configuration.database().storage() * GIBIBYTE / 10;
    return List.of(
        new Watch("database-processor", "The database is short of processor: a larger class, or fewer workers.",
            new Measure("AWS/RDS", "CPUUtilization", "Average", instance), true, 85, FIVE_MINUTES, 3, true),
        new Watch("database-storage", "The database runs out of storage: raise databaseStorageLimit.",
            new Measure("AWS/RDS", "FreeStorageSpace", "Minimum", instance), false, tenth, FIVE_MINUTES, 1, true));
  }

  private static List<Watch> ofCoordinator(Foundation foundation) {
    Map<String, Output<String>> targets = Map.of(
        "LoadBalancer", foundation.loadBalancer().arnSuffix(), "TargetGroup", foundation.loadBalancer().targetGroupArnSuffix());
    return List.of(
        new Watch("coordinator-healthy", "No coordinator answers: nothing is submitted, and nothing due is dispatched.",
            new Measure("AWS/ApplicationELB", "HealthyHostCount", "Maximum", targets), false, 1, MINUTE, 3, true),
        new Watch("coordinator-errors", "The coordinator fails requests: its log says why.",
            new Measure("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", targets), true, 10, FIVE_MINUTES, 1, false));
  }
}
