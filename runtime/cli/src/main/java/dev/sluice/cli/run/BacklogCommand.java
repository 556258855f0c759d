package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.store.QueueBacklog;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice backlog}. */
@Command(name = "backlog", mixinStandardHelpOptions = true, description = "Measure the queues that have work.")
public final class BacklogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    List<QueueBacklog> queues = coordinator.client().backlog();
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(queues));
      return CliExit.DONE;
    }
    Table table = new Table("QUEUE", "READY", "RUNNING", "DELAYED", "OLDEST");
    queues.forEach(queue -> table.row(queue.queue(), queue.ready(), queue.running(), queue.delayed(), queue.oldest()));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }
}
