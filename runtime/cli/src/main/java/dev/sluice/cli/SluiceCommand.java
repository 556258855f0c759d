package dev.sluice.cli;

import dev.sluice.cli.bench.BenchCommand;
import dev.sluice.cli.config.ConfigCommand;
import dev.sluice.cli.demo.DemoCommand;
import dev.sluice.cli.letters.DeadLettersCommand;
import dev.sluice.cli.outbox.OutboxCommand;
import dev.sluice.cli.preview.PreviewCommand;
import dev.sluice.cli.run.BacklogCommand;
import dev.sluice.cli.run.JobsCommand;
import dev.sluice.cli.run.RunCommand;
import dev.sluice.cli.run.SubmitCommand;
import dev.sluice.cli.schedule.ScheduleCommand;
import dev.sluice.cli.stack.DownCommand;
import dev.sluice.cli.stack.UpCommand;
import dev.sluice.cli.verify.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice}: the verbs. */
@Command(
    name = "sluice",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      PreviewCommand.class,
      DemoCommand.class,
      BenchCommand.class,
      SubmitCommand.class,
      RunCommand.class,
      ScheduleCommand.class,
      JobsCommand.class,
      BacklogCommand.class,
      DeadLettersCommand.class,
      OutboxCommand.class,
      VerifyCommand.class,
      ConfigCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    description = "Exactly-once background jobs on AWS.",
    footer = {
      "",
      "Examples:",
      "  sluice demo                  see it all work, on this machine, in a minute",
      "  sluice up                    bring the platform up here until Ctrl-C",
      "  sluice submit hello --wait   run a job on it, from another terminal",
      "",
      "Results go to standard output, talk goes to standard error.",
      "Exit codes: 0 done, 1 a check failed, 2 unusable arguments or settings,",
      "3 unavailable, 4 a defect of sluice, 130 interrupted."
    })
public final class SluiceCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Returns the command with its verbs, ready to execute arguments. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new SluiceCommand());
    commandLine.setExecutionExceptionHandler(new Failures());
    commandLine.setParameterExceptionHandler(new UnusableArguments());
    commandLine.setExpandAtFiles(false);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpAutoWidth(true);
    return commandLine;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
  }
}
