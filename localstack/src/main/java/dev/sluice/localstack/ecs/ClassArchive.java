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
 *
 * <p>Without an archive, services note what they load once {@link #prepare()} was called; {@link #makeFrom} makes the archive of such
 * notes. They name the classes behind lambdas too, a fifth of all, which a JVM that is asked for an archive of itself leaves out.
 */
public final class ClassArchive {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String NOTES = "-XX:DumpLoadedClassList=";

  private final Path images;
  private final String name;
  private final Path file;
  private final Path note;
  private final Path options;

  private ClassArchive(Path images, String prefix) {
    this.images = images;
    this.name = prefix + "classes";
    this.file = images.resolve(name + ".jsa");
    this.note = images.resolve(name + ".jsa.java");
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
   * Lets the services that start from now on use the archive, or note what they load if there is none that fits, until
   * {@link #makeFrom} or {@link #stopNotes()}.
   */
  public void prepare() throws IOException {
    deleteNotes();
    if (isCurrent()) {
      use();
    } else {
      Files.deleteIfExists(file);
      Files.writeString(options, NOTES + name + ".%p.list\n");
    }
  }

  /** Lets services that start from now on note nothing, and deletes what is noted. */
  public void stopNotes() throws IOException {
    if (Files.isRegularFile(options) && Files.readString(options).startsWith(NOTES)) {
      Files.writeString(options, "");
    }
    deleteNotes();
  }

  /**
   * Makes the archive of the classes that a running service has loaded. That it cannot be made is no failure: starts stay as they are.
   *
   * @param pid a service's process, started after {@link #prepare()}
   */
  public void makeFrom(long pid) throws IOException, InterruptedException {
    Path list = images.resolve(name + ".pid" + pid + ".list");
    Path draft = images.resolve(file.getFileName() + ".draft");
    Files.deleteIfExists(draft);
    if (Files.isRegularFile(list) && dump(list, draft)) {
      Files.writeString(note, Runtime.version().toString());
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      use();
    }
    stopNotes();
  }

  /** Named only where it is there: to name one that is not would cost the JVM its own archive. */
  private void use() throws IOException {
    Files.writeString(options, "-XX:SharedArchiveFile=" + file.getFileName() + "\n-Xlog:cds*=off\n");
  }

  /** The class path is written as the images write it: it must be the same. Only with this collector are objects archived, too. */
  private boolean dump(Path list, Path draft) throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process = new ProcessBuilder(java.toString(), "-Xshare:dump", "-XX:+UseG1GC", "-Xlog:disable",
        "-XX:SharedClassListFile=" + list.getFileName(), "-XX:SharedArchiveFile=" + draft.getFileName(), "-cp", "lib/*:jobs/*")
        .directory(images.toFile()).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    return ended && process.exitValue() == 0 && Files.isRegularFile(draft);
  }

  private void deleteNotes() throws IOException {
    try (DirectoryStream<Path> lists = Files.newDirectoryStream(images, name + ".pid*.list")) {
      for (Path list : lists) {
        Files.deleteIfExists(list);
      }
    }
  }
}
