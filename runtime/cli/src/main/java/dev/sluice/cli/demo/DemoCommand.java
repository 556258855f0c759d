package dev.sluice.cli.demo;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.stack.Footprint;
import dev.sluice.cli.stack.LocalPlatform;
import dev.sluice.cli.stack.ProjectRoot;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Talk;
import dev.sluice.cli.terminal.Terminal;
import dev.sluice.simulator.history.HistoryFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Deploy the stack to the local cloud, run a load on it, kill a worker in the middle, prove that every op"
        + " execution was committed exactly once, and take everything down.",
    footer = {
      "",
      "The load: runs of the jobs fast (20 s, give or take 10) and slow (5 min, give or",
      "take 2) in mixed order, their waits shortened by --time-scale, and a run of",
      "word-count over every text file of this checkout, checked against a direct count.",
      "Exit code 0 only if every check held.",
      "",
      "Examples:",
      "  sluice demo",
      "  sluice demo --fast 1000 --slow 0 --time-scale 0.001",
      "  sluice demo --seed 42 --history history.jsonl && sluice verify history.jsonl"
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @Option(names = "--stack", paramLabel = "STACK", defaultValue = "localstack",
      description = "Stack whose file Pulumi.STACK.yaml is read. By default ${DEFAULT-VALUE}.")
  private String stack;

  @Option(names = "--fast", paramLabel = "RUNS", defaultValue = "240", description = "Runs of the job fast. By default ${DEFAULT-VALUE}.")
  private int fast;

  @Option(names = "--slow", paramLabel = "RUNS", defaultValue = "32", description = "Runs of the job slow. By default ${DEFAULT-VALUE}.")
  private int slow;

  @Option(names = "--time-scale", paramLabel = "FACTOR", defaultValue = "0.02",
      description = "What the jobs' waits are multiplied by. By default ${DEFAULT-VALUE}: 20 s become 0.4 s.")
  private double timeScale;

  @Option(names = "--seed", paramLabel = "NUMBER", description = "Decides the order, the waits and the victim. By default chance picks one; it is printed.")
  private @Nullable Long seed;

  @Option(names = "--history", paramLabel = "FILE", description = "Keep the recorded history, for 'sluice verify'.")
  private @Nullable Path history;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (fast < 0 || slow < 0 || !(timeScale >= 0 && timeScale <= Integer.MAX_VALUE)) {
      throw new ParameterException(spec.commandLine(), "--fast, --slow and --time-scale are numbers of 0 or more");
    }
    Talk talk = new Talk(spec.commandLine().getErr(), Terminal.isWatched());
    Path root = ProjectRoot.find();
    long chosen = seed != null ? seed : ThreadLocalRandom.current().nextInt(1_000_000);
    long started = System.nanoTime();
    talk.say("demo with seed " + chosen + ": deploying stack " + stack + " to the local cloud");
    DemoRecord record;
    Footprint footprint;
    Duration untilReady;
    LocalPlatform.prepareQuickStart(root);
    try (LocalPlatform platform = LocalPlatform.upWithoutSchedules(root, stack, talk)) {
      untilReady = since(started);
      DemoLoad load = new DemoLoad(platform, new DemoLoad.Plan(fast, slow, timeScale, chosen, root), talk);
      record = load.run();
      footprint = load.footprint();
      talk.say("taking everything down");
    }
    if (history != null) {
      HistoryFile.write(history, record.history());
    }
    DemoVerdict verdict = DemoVerdict.of(record, footprint.leftOvers(), untilReady, since(started));
    PrintWriter out = spec.commandLine().getOut();
    out.print(json.isAsked() ? JsonOption.line(verdict) + "\n" : verdict.text());
    out.flush();
    return verdict.holds() ? CliExit.DONE : CliExit.CHECK_FAILED;
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
