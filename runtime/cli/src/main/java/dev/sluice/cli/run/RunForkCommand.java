package dev.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonArgument;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.ForkRequest;
import dev.sluice.core.run.RunId;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import org.jspecify.annotations.Nullable;

/** {@code sluice run fork}. */
@Command(name = "fork", mixinStandardHelpOptions = true,
    description = "Start a run of the job as it is now, which takes over what another run has done before an op; print its id. "
        + "'sluice run diff' compares the two.")
final class RunForkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(index = "0", paramLabel = "RUN", converter = RunIdConverter.class, description = "Id of the run.")
  private RunId run;

  @Option(names = "--from", paramLabel = "OP", required = true, description = "The op that is run again first, with all that needs it.")
  private String from;

  @Option(names = "--input", paramLabel = "INPUT", description = "Instead of the run's: JSON, @FILE, or - for standard input.")
  private @Nullable String input;

  @Option(names = "--key", paramLabel = "KEY", description = "Idempotency key.")
  private @Nullable String key;

  @Override
  public Integer call() throws IOException {
    JsonNode other = input == null ? null : JsonArgument.read(input);
    if (other != null && other.isNull()) {
      throw new ParameterException(
          spec.commandLine(), "--input null says no more than no --input, which keeps the run's: leave it out, or give other JSON");
    }
    AcceptedRun fork = coordinator.client().fork(run, new ForkRequest(from, other, key));
    spec.commandLine().getOut().println(json.isAsked() ? JsonOption.line(fork) : fork.runId());
    return CliExit.DONE;
  }
}
