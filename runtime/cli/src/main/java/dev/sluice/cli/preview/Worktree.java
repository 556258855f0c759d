package dev.sluice.cli.preview;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.ExternalProgram;
import dev.sluice.cli.terminal.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The files of another revision, in a folder of their own that goes when this is closed or the process ends. Safe for any thread.
 */
final class Worktree implements AutoCloseable {
  private final ExternalProgram git;
  private final Path folder;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final Thread atEnd = new Thread(this::remove, "worktree-removal");

  private Worktree(ExternalProgram git, Path folder) {
    this.git = git;
    this.folder = folder;
  }

  /**
   * Returns the commit that a revision means.
   *
   * @throws UserError if git knows none
   */
  static String commit(Path root, String revision) throws InterruptedException {
    var found = git(root).call("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
    if (!found.isDone()) {
      throw new UserError(CliExit.USAGE, "git knows no revision " + revision + (found.err().isBlank() ? "" : ": " + found.lastLines())
          + " (in CI, fetch it first: a shallow clone has only one commit)");
    }
    return found.out().strip();
  }

  /** Checks a commit out into a temporary folder. */
  static Worktree of(Path root, String commit) throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("sluice-preview").toRealPath().resolve("checkout");
      Worktree worktree = new Worktree(git(root), folder);
      Runtime.getRuntime().addShutdownHook(worktree.atEnd);
      var added = worktree.git.call("worktree", "add", "--detach", "--quiet", folder.toString(), commit);
      if (!added.isDone()) {
        worktree.close();
        throw new UserError(CliExit.UNAVAILABLE, "git cannot check out " + commit + ": " + added.lastLines());
      }
      return worktree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExternalProgram git(Path root) {
    return new ExternalProgram(List.of("git"), root, Map.of());
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      return; // the process is ending, and the hook does, or did, the same
    }
  }

  private void remove() {
    if (!open.getAndSet(false)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      git.call("worktree", "remove", "--force", folder.toString());
      deleteRest();
      git.call("worktree", "prune");
    } catch (InterruptedException e) {
      interrupted = true;
      deleteRest();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void deleteRest() {
    try (Stream<Path> files = Files.walk(folder.getParent())) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> {
        try {
          Files.deleteIfExists(path);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
