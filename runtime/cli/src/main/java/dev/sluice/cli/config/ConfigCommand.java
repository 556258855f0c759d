package dev.sluice.cli.config;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice config}: settings and where they come from. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    subcommands = {ConfigShowCommand.class, ConfigKeysCommand.class, CommandLine.HelpCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    description = "Show settings, their units and where their values come from.",
    footer = {
      "",
      "Examples:",
      "  sluice config keys                             what can be set, and why",
      "  sluice config show                             the values as this terminal sees them",
      "  sluice config show --service worker            the same, and refuse what a worker would refuse",
      "  pulumi stack output --json > outputs.json && sluice config show --outputs outputs.json"
    })
public final class ConfigCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
