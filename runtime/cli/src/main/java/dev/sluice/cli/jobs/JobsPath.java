package dev.sluice.cli.jobs;

import dev.sluice.cli.CliExit;
import dev.sluice.cli.terminal.UserError;
import dev.sluice.core.job.JobSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Where a user keeps jobs: a jar, a folder of jars, or a folder of classes such as {@code target/classes}.
 *
 * @param path as it was given
 */
record JobsPath(Path path) {
  /** What the service loader looks for. */
  static final String ENTRY = "META-INF/services/" + JobSource.class.getName();
  private static final String JAR = ".jar";
  private static final String PACKED = "classes.jar";

  /**
   * Says what is to be taken: names, sizes and times. Two that are equal a moment apart mean that nobody is writing.
   *
   * @return empty text if nothing is there
   */
  String fingerprint() throws IOException {
    StringBuilder seen = new StringBuilder();
    for (Path file : isFolderOfClasses() ? filesBelow() : jars()) {
      try {
        seen.append(file).append(' ').append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file).toMillis()).append('\n');
      } catch (NoSuchFileException e) {
        return seen.append("gone\n").toString();
      }
    }
    return seen.toString();
  }

  /**
   * Copies the jars into a folder, classes packed into one.
   *
   * @throws UserError if there is nothing of the kind, or a jar cannot be read, or none says which jobs it has
   */
  void copyTo(Path folder) throws IOException {
    if (!Files.exists(path)) {
      throw unusable("there is no such file or folder");
    }
    if (isFolderOfClasses()) {
      pack(folder.resolve(PACKED));
      return;
    }
    List<Path> jars = jars();
    if (jars.isEmpty()) {
      throw unusable(Files.isDirectory(path.resolve("target/classes"))
          ? "a project, not what it is built into: give " + path.resolve("target/classes") + ", or the jar in " + path.resolve("target")
          : "it is neither a jar, nor a folder with jars, nor a folder of classes with " + ENTRY);
    }
    boolean entries = false;
    for (Path jar : jars) {
      Path copy = folder.resolve(jar.getFileName());
      Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
      entries |= hasEntry(copy);
    }
    if (!entries) {
      throw unusable("no jar of it has an entry " + ENTRY + ": a file of that name with the class names of your jobs, one a line");
    }
  }

  private boolean hasEntry(Path jar) throws IOException {
    try (JarFile opened = new JarFile(jar.toFile())) {
      return opened.getEntry(ENTRY) != null;
    } catch (ZipException e) {
      throw unusable(jar.getFileName() + " is no jar, or only half of one: " + e.getMessage());
    }
  }

  private boolean isFolderOfClasses() {
    return Files.isRegularFile(path.resolve(ENTRY));
  }

  private List<Path> jars() throws IOException {
    if (Files.isRegularFile(path)) {
      return path.toString().endsWith(JAR) ? List.of(path) : List.of();
    }
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(JAR) && Files.isRegularFile(file)).sorted().toList();
    }
  }

  private List<Path> filesBelow() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private void pack(Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar); JarOutputStream packed = new JarOutputStream(out)) {
      for (Path file : filesBelow()) {
        packed.putNextEntry(new JarEntry(path.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
  }

  UserError unusable(String reason) {
    return new UserError(CliExit.USAGE, "--jobs " + path + ": " + reason);
  }
}
