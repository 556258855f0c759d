package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.core.run.RunId;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice run cancel}. */
@Command(name = "cancel", mixinStandardHelpOptions = true,
    description = "Call a run off: no new attempt starts, and no later result is committed as success. Exit code 1 if it had ended already.")
final class RunCancelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;

  @Parameters(paramLabel = "RUN", converter = RunIdConverter.class, description = "Id of the run.")
  private RunId run;

  @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "canceled by sluice run cancel", description = "Stands in the run's history.")
  private String reason;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (coordinator.client().cancel(run, reason)) {
      err.println("canceled " + run);
      return CliExit.DONE;
    }
    err.println("run " + run + " had ended already");
    return CliExit.CHECK_FAILED;
  }
}
