package dev.sluice.cli.jobs;

import dev.sluice.localstack.process.Folders;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The images with another folder of jobs, as a Dockerfile that adds a jar to it would make them. The libraries are linked. The folder of
 * jobs is a link to a folder of its own, so that it is replaced as a whole and a process that has the old jars open keeps them. Not safe
 * for several threads.
 */
final class JobsImages {
  private static final String JOBS = "jobs";

  private final Path images;
  private final Path folder;
  private int generation;

  private JobsImages(Path images, Path folder) {
    this.images = images;
    this.folder = folder;
  }

  /** Makes them in a folder that is not there yet; without jobs so far. */
  static JobsImages make(Path images, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("lib"), images.resolve("lib").toAbsolutePath());
    Files.copy(images.resolve("java.options"), folder.resolve("java.options"));
    // The archives of classes are of another class path.
    Files.writeString(folder.resolve("archive.options"), "");
    Files.writeString(folder.resolve("worker-archive.options"), "");
    try (DirectoryStream<Path> services = Files.newDirectoryStream(images, each -> Files.isRegularFile(each.resolve("image.json")))) {
      for (Path service : services) {
        Path copy = Files.createDirectory(folder.resolve(service.getFileName()));
        Files.copy(service.resolve("image.json"), copy.resolve("image.json"));
      }
    }
    return new JobsImages(images, folder);
  }

  Path folder() {
    return folder;
  }

  Path libraries() {
    return images.resolve("lib");
  }

  /** Returns the folder of the images' own jobs. */
  Path jobsOfTheImages() {
    return images.resolve(JOBS);
  }

  /** Makes a folder for the next jobs, with the images' own in it. No service sees it yet. */
  Path stage() throws IOException {
    generation++;
    Path staged = Files.createDirectory(folder.resolve(JOBS + "-" + generation));
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(jobsOfTheImages(), "*.jar")) {
      for (Path jar : jars) {
        Files.copy(jar, staged.resolve(jar.getFileName()));
      }
    }
    return staged;
  }

  /** Lets services that start from now on see these jobs. */
  void install(Path staged) throws IOException {
    Path next = folder.resolve(JOBS + ".next");
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, staged.getFileName());
    Files.move(next, folder.resolve(JOBS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void discard(Path staged) throws IOException {
    Folders.delete(staged);
  }
}
