package dev.sluice.cli.preview;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.ExternalProgram;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.infra.preview.DeclaredStack;
import dev.sluice.infra.preview.DumpMain;
import dev.sluice.infra.preview.StackDump;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * Evaluates the program of another revision by its own code: checks it out, builds its infra module and lets a child process
 * write what it declares. A commit never changes, so its declaration is kept in {@code .sluice/previews}.
 */
final class OtherRevision {
  private static final String ENTRY = DumpMain.class.getName().replace('.', '/') + ".class";

  private final Path root;
  private final PrintWriter talk;
  private final List<String> maven;

  /**
   * @param root the checkout
   * @param talk where progress is told
   * @param maven the program that builds, and arguments that every call begins with
   */
  OtherRevision(Path root, PrintWriter talk, List<String> maven) {
    this.root = root;
    this.talk = talk;
    this.maven = List.copyOf(maven);
  }

  /**
   * Returns what a commit declares for a stack.
   *
   * @throws UserError if it cannot be built, is too old to tell, or refuses the stack
   */
  DeclaredStack declared(String commit, String stack) throws IOException, InterruptedException {
    Path kept = root.resolve(".sluice").resolve("previews").resolve(commit + "-" + stack + "-" + StackDump.FORMAT + ".json");
    if (!Files.isRegularFile(kept)) {
      String dump = dump(commit, stack);
      StackDump.read(dump, "what " + commit + " declares");
      Files.createDirectories(kept.getParent());
      Path draft = Files.createTempFile(kept.getParent(), "dump", ".json");
      Files.writeString(draft, dump);
      Files.move(draft, kept, StandardCopyOption.REPLACE_EXISTING);
    }
    return StackDump.read(Files.readString(kept), kept.toString());
  }

  private String dump(String commit, String stack) throws IOException, InterruptedException {
    talk.println("building the program of " + commit.substring(0, Math.min(12, commit.length())) + " ...");
    talk.flush();
    try (Worktree worktree = Worktree.of(root, commit)) {
      Path folder = worktree.folder();
      build(folder, commit);
      Path jar = folder.resolve("infra").resolve("target").resolve("infra.jar");
      refuseOlder(jar, commit);
      var java = new ExternalProgram(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", jar.toString(), DumpMain.class.getName()), folder, Map.of());
      var dumped = java.call(folder.toString(), stack);
      if (!dumped.isDone()) {
        throw new UserError(CliExit.USAGE, "revision " + commit + " does not declare stack " + stack + ": " + dumped.lastLines());
      }
      return dumped.out();
    }
  }

  private void build(Path folder, String commit) throws InterruptedException {
    var built = new ExternalProgram(maven, folder, Map.of())
        .call("-B", "-q", "-pl", "infra", "-am", "-DskipTests", "package");
    if (!built.isDone()) {
      throw new UserError(CliExit.UNAVAILABLE, "revision " + commit + " cannot be built: " + built.lastLines());
    }
  }

  private static void refuseOlder(Path jar, String commit) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new UserError(CliExit.USAGE, "revision " + commit + " has no infra module: it is too old to be compared");
    }
    try (ZipFile classes = new ZipFile(jar.toFile())) {
      if (classes.getEntry(ENTRY) == null) {
        throw new UserError(CliExit.USAGE,
            "revision " + commit + " is too old to be compared: it cannot tell what it declares; compare with a later one");
      }
    }
  }
}
