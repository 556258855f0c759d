package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonArgument;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunId;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice run signal}. */
@Command(name = "signal", mixinStandardHelpOptions = true,
    description = "Give an op that awaits a signal what it waits for: an approval, a callback. The first counts.")
final class RunSignalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;

  @Parameters(index = "0", paramLabel = "RUN", converter = RunIdConverter.class, description = "Id of the run.")
  private RunId run;

  @Parameters(index = "1", paramLabel = "OP", description = "Key of the op; 'sluice run show' lists them.")
  private String op;

  @Parameters(index = "2", paramLabel = "PAYLOAD", arity = "0..1", defaultValue = "null",
      description = "What the op takes: JSON, @FILE, or - for standard input. By default ${DEFAULT-VALUE}.")
  private String payload;

  @Override
  public Integer call() throws IOException {
    IdempotencyKey key = key();
    coordinator.client().signal(key, JsonArgument.read(payload));
    spec.commandLine().getErr().println("signaled " + key);
    return CliExit.DONE;
  }

  private IdempotencyKey key() {
    try {
      return new IdempotencyKey(run, op);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
