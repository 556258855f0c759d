package dev.sluice.cli.letters;

import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice dead-letters redrive}. */
@Command(name = "redrive", mixinStandardHelpOptions = true,
    description = "Give them as many attempts again as they had at first. Done twice, it does nothing twice.")
final class RedriveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private OrderOption order;
  @Mixin private JsonOption json;

  @Option(names = "--rate", paramLabel = "N", description = "Start so many a second. By default all start at once.")
  private @Nullable Integer rate;

  @Override
  public Integer call() {
    return Receipt.print(spec, json, "redrive", order.limit(), coordinator.client().redrive(order.order(rate)));
  }
}
