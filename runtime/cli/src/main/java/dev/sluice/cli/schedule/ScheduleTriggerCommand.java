package dev.sluice.cli.schedule;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.run.CoordinatorOption;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.client.CoordinatorClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice schedule trigger}. */
@Command(name = "trigger", mixinStandardHelpOptions = true,
    description = "Start a run of a schedule now, beside its ticks, paused or not. Prints the run's id.")
final class ScheduleTriggerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;

  @Parameters(paramLabel = "SCHEDULE", description = "Name of the schedule.")
  private String schedule;

  @Option(names = "--key", paramLabel = "KEY", description = "Idempotency key: given twice, the second call returns the first run.")
  private @Nullable String key;

  @Override
  public Integer call() {
    CoordinatorClient client = coordinator.client();
    AcceptedRun run = key == null ? client.triggerSchedule(schedule) : client.triggerSchedule(schedule, key);
    if (!run.created()) {
      spec.commandLine().getErr().println(key + " had started this run before");
    }
    spec.commandLine().getOut().println(run.runId());
    return CliExit.DONE;
  }
}
