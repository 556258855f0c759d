package dev.sluice.cli.run;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice run}: what has been submitted. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunListCommand.class, RunShowCommand.class, RunEventsCommand.class, RunTreeCommand.class, RunCancelCommand.class,
      RunSignalCommand.class, RunRetryCommand.class, RunForkCommand.class, RunDiffCommand.class, CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    description = "List, show and compare runs; cancel, signal, retry and fork them.",
    footer = {
      "",
      "Examples:",
      "  sluice run list --job word-count --limit 5",
      "  sluice run show 019a0000-0000-7000-8000-000000000000",
      "  sluice run fork 019a0000-0000-7000-8000-000000000000 --from merge",
      "  sluice run list --json | jq -r '.[] | select(.status == \"FAILED\") | .runId'"
    })
public final class RunCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
