package dev.sluice.cli.schedule;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice schedule resume}. */
@Command(name = "resume", mixinStandardHelpOptions = true,
    description = "Let a schedule start runs again, from its next tick on.")
final class ScheduleResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;

  @Parameters(paramLabel = "SCHEDULE", description = "Name of the schedule.")
  private String schedule;

  @Override
  public Integer call() {
    coordinator.client().resumeSchedule(schedule);
    spec.commandLine().getErr().println("resumed " + schedule);
    return CliExit.DONE;
  }
}
