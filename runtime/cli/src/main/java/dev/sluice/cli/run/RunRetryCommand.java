package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.core.api.DeadLetterReceipt;
import dev.sluice.core.run.RunId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice run retry}. */
@Command(name = "retry", mixinStandardHelpOptions = true,
    description = "Give what has failed in a run new attempts, so that it goes on from there; what has succeeded stays.")
final class RunRetryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(index = "0", paramLabel = "RUN", converter = RunIdConverter.class, description = "Id of the run.")
  private RunId run;

  @Override
  public Integer call() {
    DeadLetterReceipt receipt = coordinator.client().retry(run);
    if (json.isAsked()) {
      spec.commandLine().getOut().println(JsonOption.line(receipt));
    } else {
      receipt.keys().forEach(spec.commandLine().getOut()::println);
    }
    return CliExit.DONE;
  }
}
