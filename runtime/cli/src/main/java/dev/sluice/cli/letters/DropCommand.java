package dev.sluice.cli.letters;

import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice dead-letters drop}. */
@Command(name = "drop", mixinStandardHelpOptions = true,
    description = "Take them out of quarantine for good; they stay FAILED.")
final class DropCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private OrderOption order;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    return Receipt.print(spec, json, "drop", order.limit(), coordinator.client().drop(order.order(null)));
  }
}
