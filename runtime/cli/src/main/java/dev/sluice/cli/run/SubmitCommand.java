package dev.sluice.cli.run;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.DurationConverter;
import dev.sluice.cli.terminal.JsonArgument;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.client.CoordinatorClient;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.time.Pause;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice submit}. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = "Submit a run of a job and print its id; with --wait its output.",
    footer = {
      "",
      "The run is durable when this returns. With --key the same submit may be repeated: the first run is returned.",
      "",
      "Examples:",
      "  sluice submit hello '{\"name\":\"Ada\"}' --wait",
      "  sluice submit word-count @input.json --key nightly-2026-11-21",
      "  echo '{}' | sluice submit fast -"
    })
public final class SubmitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CoordinatorOption coordinator;
  @Mixin private JsonOption json;

  @Parameters(index = "0", paramLabel = "JOB", description = "Name of the job; 'sluice jobs' lists them.")
  private String job;

  @Parameters(index = "1", paramLabel = "INPUT", arity = "0..1", defaultValue = "{}",
      description = "The job's input: JSON, @FILE, or - for standard input. By default ${DEFAULT-VALUE}.")
  private String input;

  @Option(names = "--wait", description = "Wait for the end; exit code 1 if the run does not succeed.")
  private boolean wait;

  @Option(names = "--timeout", paramLabel = "DURATION", defaultValue = "10m", converter = DurationConverter.class,
      description = "How long --wait waits, such as 30s, 5m. By default ${DEFAULT-VALUE}.")
  private Duration timeout;

  @Option(names = "--key", paramLabel = "KEY", description = "Idempotency key.")
  private @Nullable String key;

  @Option(names = "--tag", paramLabel = "NAME=TEXT", description = "Tag of the run; may be repeated.")
  private Map<String, String> tags = Map.of();

  @Option(names = "--priority", paramLabel = "NUMBER", description = "Priority instead of the job's; higher goes first.")
  private @Nullable Integer priority;

  @Option(names = "--tenant", paramLabel = "NAME", description = "Whose run it is: tenants share a queue fairly.")
  private @Nullable String tenant;

  @Option(names = "--weight", paramLabel = "NUMBER", description = "How much the tenant gets beside tenants of weight 1.")
  private @Nullable Double weight;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CoordinatorClient client = coordinator.client();
    AcceptedRun accepted = client.submit(new SubmitRequest(job, JsonArgument.read(input), tags, key, priority, tenant, weight));
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!accepted.created()) {
      err.println("the key " + key + " had started this run before");
    }
    if (!wait) {
      out.println(json.isAsked() ? JsonOption.line(accepted) : accepted.runId());
      return CliExit.DONE;
    }
    err.println("run " + accepted.runId());
    RunResult result = new RunEnd(client, accepted.runId(), err, Pause.REAL).await(timeout);
    if (json.isAsked()) {
      out.println(JsonOption.line(result));
    } else if (result.status() == RunStatus.SUCCEEDED) {
      out.println(result.output() == null ? "null" : JsonOption.pretty(result.output()));
    }
    return told(result, err);
  }

  private int told(RunResult result, PrintWriter err) {
    if (result.status() == RunStatus.SUCCEEDED) {
      return CliExit.DONE;
    }
    if (!result.isTerminal()) {
      err.println("the run is still " + result.status() + " and goes on: see 'sluice run show " + result.runId() + "'");
      return CliExit.UNAVAILABLE;
    }
    err.println("the run is " + result.status());
    result.failures().forEach(failure -> err.println("  " + failure.opKey() + " failed on attempt " + failure.attempt()
        + (failure.cause() == null ? "" : ": " + failure.cause().type() + ": " + failure.cause().message())));
    return CliExit.CHECK_FAILED;
  }
}
