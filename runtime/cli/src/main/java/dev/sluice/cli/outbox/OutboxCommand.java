package dev.sluice.cli.outbox;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice outbox}: what is committed and not delivered. */
@Command(
    name = "outbox",
    mixinStandardHelpOptions = true,
    subcommands = {TopicsCommand.class, ListCommand.class, DropCommand.class, CommandLine.HelpCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    description = "Show messages that transactional ops have committed and nobody has taken yet, and give some up.",
    footer = {
      "",
      "Examples:",
      "  sluice outbox topics",
      "  sluice outbox list --topic invoices --refused",
      "  sluice outbox drop 019a0000-0000-7000-8000-000000000000/charge#1"
    })
public final class OutboxCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
