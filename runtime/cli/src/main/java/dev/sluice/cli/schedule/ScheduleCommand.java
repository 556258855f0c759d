package dev.sluice.cli.schedule;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice schedule}. */
@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    subcommands = {
      ScheduleListCommand.class, SchedulePauseCommand.class, ScheduleResumeCommand.class, ScheduleTriggerCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    description = "List, pause, resume and trigger schedules. Jobs define them.",
    footer = {
      "",
      "Examples:",
      "  sluice schedule list",
      "  sluice schedule pause fast",
      "  sluice run show $(sluice schedule trigger fast)"
    })
public final class ScheduleCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
