package dev.sluice.cli.letters;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice dead-letters}: what failed for good. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    subcommands = {
      ListCommand.class, ShowCommand.class, RedriveCommand.class, DropCommand.class, CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    description = "List, show, redrive and drop op executions that failed for good.",
    footer = {
      "",
      "Examples:",
      "  sluice dead-letters list --cause IOException",
      "  sluice dead-letters show 019a0000-0000-7000-8000-000000000000/fetch",
      "  sluice dead-letters redrive --job word-count --older-than 10m --rate 20 --dry-run"
    })
public final class DeadLettersCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
