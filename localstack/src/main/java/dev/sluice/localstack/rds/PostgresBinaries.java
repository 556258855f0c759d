package dev.sluice.localstack.rds;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Tells the embedded PostgreSQL where to keep what, and removes what it leaves. */
final class PostgresBinaries {
  private static final String WORKING_FOLDER = "ot.epg.working-dir";
  private static boolean prepared;

  private PostgresBinaries() {}

  /**
   * Makes the library keep its files in this folder, and not in one of its own in the temporary folder. Has to come before the
   * library is first used.
   */
  static synchronized void prepare(Path binaries) throws IOException {
    Files.createDirectories(binaries);
    if (prepared) {
      return;
    }
    prepared = true;
    if (System.getProperty(WORKING_FOLDER) == null) {
      System.setProperty(WORKING_FOLDER, binaries.toString());
    }
    // The library writes a script into the temporary folder to ask for the distribution's name, and leaves it there until this
    // process ends in order, which a SIGKILL is not.
    Set<Path> before = scripts();
    LinuxUtils.isUnshareAvailable();
    Set<Path> after = scripts();
    after.removeAll(before);
    for (Path script : after) {
      Files.deleteIfExists(script);
    }
  }

  private static Set<Path> scripts() throws IOException {
    Set<Path> found = new HashSet<>();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary, "detect_linux_distribution_*.sh")) {
      files.forEach(found::add);
    }
    return found;
  }
}
