package dev.sluice.cli.letters;

import dev.sluice.core.api.DeadLetterOrder;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.store.DeadLetterFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the verbs that take dead letters out of quarantine have in common: which ones, how many, and whether at all. */
public final class OrderOption {
  @Mixin private WhichOption which;

  @Parameters(paramLabel = "RUN/OP", arity = "0..*", converter = KeyConverter.class, description = "Only these op executions.")
  private @Nullable List<IdempotencyKey> keys;

  @Option(names = "--all", description = "All of them: needed where nothing says which ones.")
  private boolean all;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "" + DeadLetterFilter.MAX_LIMIT,
      description = "At most so many. By default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  private boolean dryRun;

  int limit() {
    return limit;
  }

  /** Makes an order; the coordinator refuses one that says nothing. */
  DeadLetterOrder order(@Nullable Integer rate) {
    return which.order(keys, all, limit, rate, dryRun);
  }
}
