package dev.sluice.cli.bench;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.stack.LocalPlatform;
import dev.sluice.cli.stack.ProjectRoot;
import dev.sluice.cli.stack.ResidentMemory;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Talk;
import dev.sluice.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Deploy the stack to the local cloud and measure it: time until healthy, latency of one run at a time, runs accepted"
        + " and op executions committed a second.",
    footer = {
      "",
      "All figures are of this machine in its present state: close other programs, and",
      "compare ratios of one run rather than figures of two.",
      "",
      "Examples:",
      "  sluice bench",
      "  sluice bench --rounds 5 --report docs/benchmarks"
    })
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @Option(names = "--stack", paramLabel = "STACK", defaultValue = "localstack",
      description = "Stack whose file Pulumi.STACK.yaml is read. By default ${DEFAULT-VALUE}.")
  private String stack;

  @Option(names = "--runs", paramLabel = "RUNS", defaultValue = "20000",
      description = "No-op runs that are submitted in bulk in a round. By default ${DEFAULT-VALUE}.")
  private int runs;

  @Option(names = "--singles", paramLabel = "RUNS", defaultValue = "300",
      description = "No-op runs that are submitted one at a time, each when the one before has ended. By default ${DEFAULT-VALUE}.")
  private int singles;

  @Option(names = "--rounds", paramLabel = "ROUNDS", defaultValue = "3",
      description = "Rounds of bulk, after one that is not counted; the median is shown. By default ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(names = "--report", paramLabel = "FOLDER", description = "Write the figures to a dated file in this folder too.")
  private @Nullable Path report;

  private static OptionalLong largestWorker(LocalPlatform platform) {
    return platform.workers().stream().map(worker -> ResidentMemory.of(List.of(worker.pid())))
        .flatMapToLong(OptionalLong::stream).max();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (runs < 1 || singles < 1 || rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--runs, --singles and --rounds are whole numbers of 1 or more");
    }
    Talk talk = new Talk(spec.commandLine().getErr(), Terminal.isWatched());
    long started = System.nanoTime();
    BenchFigures figures;
    try (LocalPlatform platform = LocalPlatform.upWithoutSchedules(ProjectRoot.find(), stack, talk)) {
      Duration untilHealthy = Duration.ofNanos(System.nanoTime() - started);
      BenchLoad load = new BenchLoad(platform.client(), talk);
      OptionalLong idleWorker = largestWorker(platform);
      BenchLoad.Singles latencies = load.singles(singles);
      List<BenchLoad.Round> counted = load.rounds(runs, rounds);
      figures = new BenchFigures(Machine.ofThis(), platform.workers().size(), untilHealthy, latencies, counted, idleWorker,
          largestWorker(platform), platform.footprint().residentMemory());
    }
    if (report != null) {
      Files.createDirectories(report);
      Path file = report.resolve(figures.machine().day() + ".md");
      Files.writeString(file, figures.markdown());
      talk.say("written to " + file);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json.isAsked() ? JsonOption.line(figures) + "\n" : figures.markdown());
    out.flush();
    return CliExit.DONE;
  }
}
