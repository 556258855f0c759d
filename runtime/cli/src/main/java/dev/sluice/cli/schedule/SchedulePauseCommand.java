package dev.sluice.cli.schedule;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice schedule pause}. */
@Command(name = "pause", mixinStandardHelpOptions = true,
    description = "Stop a schedule from starting runs; what ticks until it is resumed starts nothing, whatever its policy is.")
final class SchedulePauseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;

  @Parameters(paramLabel = "SCHEDULE", description = "Name of the schedule.")
  private String schedule;

  @Override
  public Integer call() {
    coordinator.client().pauseSchedule(schedule);
    spec.commandLine().getErr().println("paused " + schedule);
    return CliExit.DONE;
  }
}
