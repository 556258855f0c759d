package dev.sluice.cli.outbox;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.core.api.OutboxOrder;
import dev.sluice.core.api.OutboxReceipt;
import dev.sluice.core.outbox.OutboxFilter;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice outbox drop}. */
@Command(name = "drop", mixinStandardHelpOptions = true,
    description = "Give messages up: they are not delivered any more, and what waits for them under their keys goes on. "
        + "Name messages, or a topic.")
final class DropCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private WhichOption which;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "RUN/OP#N", arity = "0..*", description = "Only these messages.")
  private @Nullable List<String> messages;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "" + OutboxFilter.MAX_LIMIT,
      description = "At most so many. By default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  private boolean dryRun;

  @Override
  public Integer call() {
    OutboxReceipt receipt = coordinator.client().dropMessages(new OutboxOrder(
        messages == null ? List.of() : messages, which.topic().orElse(null), which.refused(), limit, dryRun));
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(receipt));
    } else {
      receipt.messages().forEach(out::println);
    }
    out.flush();
    spec.commandLine().getErr().println((receipt.dryRun() ? "would be dropped: " : "dropped: ") + receipt.messages().size()
        + (receipt.messages().size() == limit ? ", and there may be more" : ""));
    return CliExit.DONE;
  }
}
