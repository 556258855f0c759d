package dev.sluice.cli.stack;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import dev.sluice.cli.terminal.Talk;
import dev.sluice.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Deploy the stack to the local cloud, print its outputs and stay until Ctrl-C.",
    footer = {
      "",
      "The real Pulumi program is evaluated here; PostgreSQL, the queues and the services",
      "are real processes on this machine. Ctrl-C takes everything down.",
      "While it runs, other terminals find it: sluice submit, sluice run, sluice jobs.",
      "",
      "Examples:",
      "  sluice up",
      "  sluice up --jobs target/my-jobs.jar",
      "  sluice up --json | head -n 1 | jq -r .coordinator"
    })
public final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @Option(names = "--stack", paramLabel = "STACK", defaultValue = "localstack",
      description = "Stack whose file Pulumi.STACK.yaml is read. By default ${DEFAULT-VALUE}.")
  private String stack;

  @Option(names = "--jobs", paramLabel = "PATH",
      description = "Jobs of your own: a jar, a folder of jars, or target/classes. When it changes, coordinator and workers start again.")
  private Path jobs;

  /** Held by whoever writes the note or takes it away. */
  private final Object note = new Object();
  private volatile int end = CliExit.DONE;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = ProjectRoot.find();
    Talk talk = new Talk(spec.commandLine().getErr(), Terminal.isWatched());
    long started = System.nanoTime();
    try {
      JobsPlatform platform = JobsPlatform.up(root, stack, talk, Optional.ofNullable(jobs));
      LocalStackNote left = LocalStackNote.ofThisProcess(stack, platform.cloud().coordinator(), platform.cloud().outputs());
      leave(left, platform, root, talk);
      print(left);
      talk.say(String.format(Locale.ROOT, "up after %.1f s; Ctrl-C takes it down", (System.nanoTime() - started) / 1e9));
      platform.settle();
    } catch (IOException | RuntimeException e) {
      if (!ProcessEnd.hasBegun()) {
        end = CliExit.UNAVAILABLE;
        throw e;
      }
    }
    ProcessEnd.await();
    return CliExit.DONE;
  }

  /** The end may begin at any moment: no note is left that nobody takes away. */
  private void leave(LocalStackNote left, JobsPlatform platform, Path root, Talk talk) throws IOException {
    synchronized (note) {
      LocalStackNote.refuseSecond(root); // which came up meanwhile
      Runtime.getRuntime().addShutdownHook(new Thread(() -> takeDown(platform, root, talk), "up-shutdown"));
      left.write(root);
    }
  }

  private void print(LocalStackNote left) {
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(left));
    } else {
      Table table = new Table("OUTPUT", "VALUE");
      left.outputs().forEach((name, value) -> table.row(name, value));
      out.println(table);
      out.println("coordinator: " + left.coordinator());
    }
    out.flush();
  }

  /** Runs when the process is told to end. Being called off is how this verb ends well, so the exit code is 0, not the signal's. */
  private void takeDown(JobsPlatform platform, Path root, Talk talk) {
    talk.say("taking everything down");
    try {
      synchronized (note) {
        LocalStackNote.remove(root);
      }
      platform.close();
      talk.say("nothing is left");
      Runtime.getRuntime().halt(end);
    } catch (IOException | RuntimeException e) {
      talk.say("sluice: taking down failed: " + e);
      Runtime.getRuntime().halt(CliExit.UNAVAILABLE);
    }
  }
}
