package dev.sluice.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.core.api.ApiJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code sluice up} leaves in {@code .sluice/local.json} while it runs, so that verbs in another terminal find the stack. Secrets
 * never stand in it.
 *
 * @param stack name of the stack
 * @param coordinator address of the coordinator
 * @param outputs the stack's outputs
 * @param pid process that holds the local cloud
 * @param started when that process started, since the machine gives numbers out again
 */
public record LocalStackNote(String stack, URI coordinator, Map<String, String> outputs, long pid, Instant started) {
  public LocalStackNote {
    outputs = new TreeMap<>(outputs);
  }

  /** Makes the note of this process. */
  public static LocalStackNote ofThisProcess(String stack, URI coordinator, Map<String, String> outputs) {
    ProcessHandle self = ProcessHandle.current();
    return new LocalStackNote(stack, coordinator, outputs, self.pid(), startOf(self));
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  /** Tells whether the process that left the note still lives. */
  private boolean isCurrent() {
    return ProcessHandle.of(pid).filter(process -> startOf(process).equals(started)).isPresent();
  }

  private static Path file(Path root) {
    return root.resolve(".sluice").resolve("local.json");
  }

  /** Reads the note of a checkout; empty if there is none, or the process that left it is gone. */
  public static Optional<LocalStackNote> read(Path root) {
    try {
      LocalStackNote note = ApiJson.mapper().readValue(Files.readString(file(root)), LocalStackNote.class);
      return Optional.of(note).filter(LocalStackNote::isCurrent);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // half written by a process that was killed
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Refuses a second local cloud of a checkout: the first could not be found any more.
   *
   * @throws UserError if one is up
   */
  static void refuseSecond(Path root) {
    read(root).ifPresent(note -> {
      throw new UserError(CliExit.UNAVAILABLE, "a local cloud of this checkout is up already (process " + note.pid() + ", "
          + note.coordinator() + "): use it, or call sluice down first");
    });
  }

  /** Leaves the note, readable by its owner only. */
  public void write(Path root) throws IOException {
    Path file = file(root);
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(file.getParent(), "local", ".json");
    if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(draft, JsonOption.pretty(this) + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Takes this process's note away; another's stays. */
  public static void remove(Path root) throws IOException {
    Optional<LocalStackNote> note = read(root);
    if (note.isPresent() && note.get().pid() == ProcessHandle.current().pid()) {
      Files.deleteIfExists(file(root));
    }
  }
}
