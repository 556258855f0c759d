package dev.sluice.core.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A script where it lies on this machine for one run of it: in a folder of its own, which only this user may enter, so that nobody else
 * can have put it there. Closing it deletes the folder with all that the run has left in it.
 */
final class UnpackedScript implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnpackedScript.class);

  private final Path folder;
  private final Path file;

  private UnpackedScript(Path folder, String name) {
    this.folder = folder;
    this.file = folder.resolve(name);
  }

  static UnpackedScript write(String name, byte[] content) throws IOException {
    UnpackedScript script = new UnpackedScript(Files.createTempDirectory("sluice-script-"), name);
    try {
      Files.write(script.file, content);
    } catch (IOException e) {
      script.close();
      throw e;
    }
    return script;
  }

  Path file() {
    return file;
  }

  @Override
  public void close() {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // The run is over and its result stands. Something that it has started may still write there.
      LOG.warn("cannot delete {}, where a script was run: {}", folder, e.toString());
    }
  }
}
