package dev.sluice.cli.outbox;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.api.OutboxMessageView;
import dev.sluice.core.outbox.OutboxFilter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice outbox list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List messages that wait, the oldest first; --json has their payloads.")
final class ListCommand implements Callable<Integer> {
  private static final int LONGEST_ERROR = 80;

  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private WhichOption which;
  @Mixin private JsonOption json;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
      description = "At most so many, up to 1000. By default ${DEFAULT-VALUE}.")
  private int limit;

  @Override
  public Integer call() {
    OutboxFilter filter;
    try {
      filter = new OutboxFilter(Set.of(), which.topic(), which.refused(), limit);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    List<OutboxMessageView> messages = coordinator.client().outboxMessages(filter);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(messages));
      return CliExit.DONE;
    }
    Table table = new Table("MESSAGE", "TOPIC", "KEY", "SINCE", "REFUSED", "WHY");
    messages.forEach(message -> table.row(message.message(), message.topic(), message.key(), message.writtenAt(),
        message.failures() + " times", why(message)));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }

  private static String why(OutboxMessageView message) {
    String error = message.lastError() == null ? "-" : message.lastError().lines().findFirst().orElse("-");
    return error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) + "..." : error;
  }
}
