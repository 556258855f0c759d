package dev.sluice.cli.letters;

import dev.sluice.cli.terminal.DurationConverter;
import dev.sluice.core.api.DeadLetterOrder;
import dev.sluice.core.run.IdempotencyKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which dead letters; what is said in several ways must hold in all of them. */
public final class WhichOption {
  @Option(names = "--job", paramLabel = "JOB", description = "Only of this job.")
  private @Nullable String job;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "Only of this queue.")
  private @Nullable String queue;

  @Option(names = "--cause", paramLabel = "TYPE", description = "Only with this type of cause, in full or as the class's simple name.")
  private @Nullable String cause;

  @Option(names = "--older-than", paramLabel = "TIME", converter = DurationConverter.class,
      description = "Only those that failed so long ago, such as 10m.")
  private @Nullable Duration olderThan;

  Optional<String> job() {
    return Optional.ofNullable(job);
  }

  Optional<String> queue() {
    return Optional.ofNullable(queue);
  }

  Optional<String> cause() {
    return Optional.ofNullable(cause);
  }

  Duration olderThan() {
    return olderThan == null ? Duration.ZERO : olderThan;
  }

  /** Makes an order; the coordinator refuses one that says nothing. */
  DeadLetterOrder order(
      @Nullable List<IdempotencyKey> keys, boolean all, int limit, @Nullable Integer rate, boolean dryRun) {
    List<String> texts = keys == null ? List.of() : keys.stream().map(IdempotencyKey::toString).toList();
    String age = olderThan == null ? null : olderThan.toMillis() + "ms";
    return new DeadLetterOrder(texts, job, queue, cause, age, all, limit, rate, dryRun);
  }
}
