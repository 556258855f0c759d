package dev.sluice.localstack.ecs;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Classes that a service has loaded and checked once, kept in a file that the next ones map into memory instead of loading them again
 * (class data sharing): they start in about half the time. The images share their class path, and one archive; workers, of which there
 * are many, have one of their own with nothing in it that they do not load. A JVM passes over an archive that does not fit, so nothing
 * depends on it. For one thread.
 */
public final class ClassArchive {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path images;
  private final Path file;
  private final Path note;
  private final Path options;

  private ClassArchive(Path images, String prefix) {
    this.images = images;
    this.file = images.resolve(prefix + "classes.jsa");
    this.note = images.resolve(prefix + "classes.jsa.java");
    this.options = images.resolve(prefix + "archive.options");
  }

  /** Names the archive of the workers of these images, whether there is one or not. It is made from a worker. */
  public static ClassArchive ofWorkers(Path images) {
    return new ClassArchive(images, "worker-");
  }

  /** Names the archive of all other services. It is made from a coordinator, which loads nearly all that the rest does. */
  public static ClassArchive ofOthers(Path images) {
    return new ClassArchive(images, "");
  }

  /** Tells whether the archive was made from these jars by this Java. */
  public boolean isCurrent() throws IOException {
    if (!Files.isRegularFile(file) || !Files.isRegularFile(note) || !Files.readString(note).equals(Runtime.version().toString())) {
      return false;
    }
    for (Path folder : List.of(images.resolve("lib"), images.resolve("jobs"))) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path jar : jars) {
          if (Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(file)) > 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /**
   * Makes the archive of the classes that a running service has loaded. That it cannot be made is no failure: starts stay as they are.
   *
   * @param pid a service's process
   */
  public void makeFrom(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(jcmd)) {
      return;
    }
    Path draft = images.resolve(file.getFileName() + ".draft");
    Files.deleteIfExists(draft);
    Process process = new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "VM.cds", "static_dump", draft.toString())
        .redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    // The JVM's own notes, in the service's working folder.
    Files.deleteIfExists(images.resolve("java_pid" + pid + "_stdout"));
    Files.deleteIfExists(images.resolve("java_pid" + pid + "_stderr"));
    if (ended && Files.isRegularFile(draft)) {
      Files.writeString(note, Runtime.version().toString());
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      // Named only now: to name one that is not there would cost the JVM its own archive.
      Files.writeString(options, "-XX:SharedArchiveFile=" + file.getFileName() + "\n-Xlog:cds*=off\n");
    }
  }
}
