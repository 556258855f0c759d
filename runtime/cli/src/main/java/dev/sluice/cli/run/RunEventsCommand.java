package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice run events}. */
@Command(name = "events", mixinStandardHelpOptions = true,
    description = "Print the history of a run in order; with --json one line of JSON an event.")
final class RunEventsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(paramLabel = "RUN", converter = RunIdConverter.class, description = "Id of the run.")
  private RunId run;

  @Override
  public Integer call() {
    List<RunEvent> events = coordinator.client().events(run);
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      events.forEach(event -> out.println(JsonOption.line(event)));
      return CliExit.DONE;
    }
    Table table = new Table("AT", "EVENT", "OP", "ATTEMPT", "BY", "DETAIL");
    events.forEach(event -> table.row(event.at(), event.type(), event.opKey() == null ? "-" : event.opKey(), event.attempt(),
        event.actor(), event.detail() == null ? "-" : event.detail()));
    out.print(table);
    out.flush();
    return CliExit.DONE;
  }
}
