package dev.sluice.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.JsonOption;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.core.api.ApiJson;
import dev.sluice.localstack.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code sluice up} leaves in {@code .sluice/local.json} while it runs, so that verbs in another terminal find the stack. Secrets
 * never stand in it.
 *
 * @param stack name of the stack
 * @param coordinator address of the coordinator
 * @param outputs the stack's outputs
 * @param process process that holds the local cloud
 */
public record LocalStackNote(String stack, URI coordinator, Map<String, String> outputs, ProcessIdentity process) {
  public LocalStackNote {
    outputs = new TreeMap<>(outputs);
    Objects.requireNonNull(process, "process");
  }

  /** Makes the note of this process. */
  public static LocalStackNote ofThisProcess(String stack, URI coordinator, Map<String, String> outputs) {
    return new LocalStackNote(stack, coordinator, outputs, ProcessIdentity.of(ProcessHandle.current()));
  }

  /** Returns the id of the process that holds the local cloud. */
  public long pid() {
    return process.pid();
  }

  /** Tells whether the process that left the note still lives. */
  private boolean isCurrent() {
    return process.find().isPresent();
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
      return Optional.empty(); // half written by a process that was killed, or by an earlier version
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
