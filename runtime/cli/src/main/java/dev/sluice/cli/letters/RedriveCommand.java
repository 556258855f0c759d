package dev.sluice.cli.letters;

import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.store.DeadLetterFilter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice dead-letters redrive}. */
@Command(name = "redrive", mixinStandardHelpOptions = true,
    description = "Give them as many attempts again as they had at first. Done twice, it does nothing twice.")
final class RedriveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private WhichOption which;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "RUN/OP", arity = "0..*", converter = KeyConverter.class, description = "Only these op executions.")
  private @Nullable List<IdempotencyKey> keys;

  @Option(names = "--all", description = "All of them: needed where nothing says which ones.")
  private boolean all;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "" + DeadLetterFilter.MAX_LIMIT,
      description = "At most so many. By default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--rate", paramLabel = "N", description = "Start so many a second. By default all start at once.")
  private @Nullable Integer rate;

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  private boolean dryRun;

  @Override
  public Integer call() {
    return Receipt.print(spec, json, "redrive", limit, coordinator.client().redrive(which.order(keys, all, limit, rate, dryRun)));
  }
}
