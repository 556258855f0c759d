package dev.sluice.cli.outbox;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.api.OutboxView;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice outbox topics}. */
@Command(name = "topics", mixinStandardHelpOptions = true, description = "Measure what waits, by topic, and tell why it waits.")
final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    List<OutboxView> topics = coordinator.client().outbox();
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(topics));
      return CliExit.DONE;
    }
    Table table = new Table("TOPIC", "MESSAGES", "OLDEST", "FAILING", "OLDEST FAILING", "WHY");
    topics.forEach(topic -> table.row(topic.topic(), topic.messages(), topic.oldest(), topic.failing(),
        topic.message() == null ? "-" : topic.message(), topic.lastError() == null ? "-" : topic.lastError()));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }
}
