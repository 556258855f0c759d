package dev.sluice.cli.stack;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice down}. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Take a stack down: the local cloud of this checkout, or by --stack one that the Pulumi CLI deployed.",
    footer = {
      "",
      "Without --stack the process of sluice up is told to end, and waited for.",
      "With --stack the real pulumi destroy runs. A protected stack goes by --force",
      "only: its protection is lifted, its image repositories are emptied, its database",
      "leaves a final snapshot, and the bucket with its runs' large payloads stays.",
      "Of a stack without protection --force leaves both, too, unless it was deployed",
      "without a bucket, or with one that goes with what is in it.",
      "",
      "Examples:",
      "  sluice down",
      "  sluice down --stack dev",
      "",
      "Exit codes: 0 nothing is left, 1 something is, 2 protected or unknown,",
      "3 unavailable."
    })
public final class DownCommand implements Callable<Integer> {
  private static final Duration UNTIL_GONE = Duration.ofMinutes(3);
  private static final int PROBE_MILLISECONDS = 500;

  @Spec private CommandSpec spec;

  @Option(names = "--stack", paramLabel = "STACK", description = "Stack to destroy by the Pulumi CLI.")
  private @Nullable String stack;

  @Option(names = "--force", description = "Destroy it although it is protected.")
  private boolean force;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = ProjectRoot.find();
    if (stack == null) {
      return takeLocalDown(root);
    }
    PrintWriter out = spec.commandLine().getOut();
    var rest = new StackDestruction(root, stack, spec.commandLine().getErr()).destroy(force);
    rest.keptByAws().forEach(kept -> out.println("AWS keeps " + kept));
    if (rest.resources().isEmpty()) {
      out.println("nothing of stack " + stack + " is left");
      return CliExit.DONE;
    }
    rest.resources().forEach(entry -> out.println("left: " + entry));
    out.println(rest.resources().size() + " resources of stack " + stack
        + " are left: call sluice down again, the log above says what stood in the way");
    return CliExit.CHECK_FAILED;
  }

  private int takeLocalDown(Path root) throws InterruptedException {
    Optional<LocalStackNote> note = LocalStackNote.read(root);
    Optional<ProcessHandle> process = note.flatMap(each -> each.process().find());
    if (note.isEmpty() || process.isEmpty()) {
      spec.commandLine().getErr().println("no local cloud of this checkout runs");
      return CliExit.DONE;
    }
    spec.commandLine().getErr().println("telling process " + note.get().pid() + " to take stack " + note.get().stack() + " down");
    process.get().destroy();
    awaitEnd(process.get());
    if (answers(note.get().coordinator())) {
      throw new UserError(CliExit.CHECK_FAILED, "the process is gone, and somebody still listens at " + note.get().coordinator());
    }
    spec.commandLine().getOut().println("nothing of stack " + note.get().stack() + " is left");
    return CliExit.DONE;
  }

  private static void awaitEnd(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(UNTIL_GONE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new UserError(CliExit.UNAVAILABLE, "process " + process.pid() + " has been told to end and is still there after "
          + UNTIL_GONE.toMinutes() + " minutes: see what its terminal says, or end it by kill -KILL " + process.pid());
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for the end of a process does not fail", e);
    }
  }

  private static boolean answers(URI address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PROBE_MILLISECONDS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
