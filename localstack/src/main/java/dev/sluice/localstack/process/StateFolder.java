package dev.sluice.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds every file of one running cloud; it goes when the cloud goes. Safe for any thread.
 *
 * <p>{@code owner} names the process that made it, {@code pids/} holds one file for each child process, named by its id and
 * written by the child itself before it becomes the program that it is to run, so that no child can be missed.
 */
public final class StateFolder {
  static final String PREFIX = "sluice-cloud-";
  static final String OWNER = "owner";
  static final String PIDS = "pids";

  private final Path path;

  private StateFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes a new folder within {@code parent}.
   *
   * @throws UnusableStateFolderException if it cannot be written, or has less than {@code leastFreeBytes} left
   */
  public static StateFolder create(Path parent, long leastFreeBytes) {
    try {
      Files.createDirectories(parent);
      long free = Files.getFileStore(parent).getUsableSpace();
      if (free < leastFreeBytes) {
        throw new UnusableStateFolderException(parent,
            "only " + free / 1_048_576 + " MiB are free and " + leastFreeBytes / 1_048_576 + " MiB are needed", null);
      }
      Path folder = Files.createTempDirectory(parent.toRealPath(), PREFIX,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current());
      Files.writeString(folder.resolve(OWNER), self.pid() + " " + self.start());
      Files.createDirectory(folder.resolve(PIDS));
      return new StateFolder(folder);
    } catch (IOException | SecurityException e) {
      throw new UnusableStateFolderException(parent, e.toString(), e);
    }
  }

  public Path path() {
    return path;
  }

  /** Returns the folder in which each child process announces itself. */
  public Path pids() {
    return path.resolve(PIDS);
  }

  /** Returns a folder within, made if it is not there yet. */
  public Path folder(String... names) {
    Path folder = path;
    for (String name : names) {
      folder = folder.resolve(name);
    }
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes everything; again while something still writes into it. */
  public void delete() throws IOException {
    Folders.delete(path);
  }
}
