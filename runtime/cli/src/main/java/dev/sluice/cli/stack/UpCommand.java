package dev.sluice.cli.stack;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
      "  sluice up --json | head -n 1 | jq -r .coordinator"
    })
public final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @Option(names = "--stack", paramLabel = "STACK", defaultValue = "localstack",
      description = "Stack whose file Pulumi.STACK.yaml is read. By default ${DEFAULT-VALUE}.")
  private String stack;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = ProjectRoot.find();
    PrintWriter err = spec.commandLine().getErr();
    err.println("deploying stack " + stack + " to the local cloud");
    long started = System.nanoTime();
    LocalPlatform platform = LocalPlatform.up(root, stack, err);
    LocalStackNote note = LocalStackNote.ofThisProcess(stack, platform.coordinator(), platform.outputs());
    note.write(root);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> takeDown(platform, root, err), "up-shutdown"));
    print(note);
    err.printf("up after %.1f s; Ctrl-C takes it down%n", (System.nanoTime() - started) / 1e9);
    err.flush();
    platform.quickenNextStart();
    new CountDownLatch(1).await();
    return CliExit.DONE;
  }

  private void print(LocalStackNote note) {
    PrintWriter out = spec.commandLine().getOut();
    if (json.isAsked()) {
      out.println(JsonOption.line(note));
    } else {
      Table table = new Table("OUTPUT", "VALUE");
      note.outputs().forEach((name, value) -> table.row(name, value));
      out.println(table);
      out.println("coordinator: " + note.coordinator());
    }
    out.flush();
  }

  /** Runs when the process is told to end. Being called off is how this verb ends well, so the exit code is 0, not the signal's. */
  private static void takeDown(LocalPlatform platform, Path root, PrintWriter err) {
    err.println("taking everything down");
    err.flush();
    try {
      LocalStackNote.remove(root);
      platform.close();
      err.println("nothing is left");
      err.flush();
      Runtime.getRuntime().halt(CliExit.DONE);
    } catch (IOException | RuntimeException e) {
      err.println("sluice: taking down failed: " + e);
      err.flush();
      Runtime.getRuntime().halt(CliExit.UNAVAILABLE);
    }
  }
}
