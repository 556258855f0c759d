package dev.sluice.cli.jobs;

import dev.sluice.cli.terminal.UserError;
import dev.sluice.localstack.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A user's jobs beside those of the images: what {@code sluice up --jobs} brings up. Closing it deletes its files. Not safe for several
 * threads.
 */
public final class OwnJobs implements AutoCloseable {
  private final JobsPath path;
  private final JobsImages images;
  private final Set<String> others;
  private final Set<String> stackQueues;
  private Set<String> names = Set.of();
  private String fingerprint = "";

  private OwnJobs(JobsPath path, JobsImages images, Set<String> others, Set<String> stackQueues) {
    this.path = path;
    this.images = images;
    this.others = others;
    this.stackQueues = stackQueues;
  }

  /**
   * Checks jobs and makes images that have them.
   *
   * @param images those of the checkout
   * @param parent folder in which the images are made, in one of this process's own; what processes that are gone left there is deleted
   * @param given a jar, a folder of jars, or a folder of classes
   * @param stackQueues logical queues that the stack has
   * @throws UserError if they cannot be used, saying what is wrong with them
   */
  public static OwnJobs of(Path images, Path parent, Path given, Collection<String> stackQueues) throws IOException {
    sweep(parent);
    Path folder = parent.resolve(String.valueOf(ProcessHandle.current().pid()));
    Folders.delete(folder);
    OwnJobs own;
    try {
      JobsImages made = JobsImages.make(images, folder);
      Set<String> others = JobsCheck.queuesByJob(made.libraries(), made.jobsOfTheImages()).keySet();
      own = new OwnJobs(new JobsPath(given), made, others, new TreeSet<>(stackQueues));
    } catch (JobsCheck.Refusal e) {
      throw new IllegalStateException("the images' own jobs cannot be used: " + e.getMessage(), e);
    }
    try {
      own.fingerprint = own.path.fingerprint();
      own.replace();
      return own;
    } catch (IOException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  private static void sweep(Path parent) throws IOException {
    Files.createDirectories(parent);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, folder -> folder.getFileName().toString().matches("\\d+"))) {
      for (Path folder : folders) {
        if (ProcessHandle.of(Long.parseLong(folder.getFileName().toString())).isEmpty()) {
          Folders.delete(folder);
        }
      }
    }
  }

  /** Returns the images with these jobs. */
  public Path images() {
    return images.folder();
  }

  /** Returns the names of these jobs, without those of the images. */
  public Set<String> names() {
    return names;
  }

  public Path path() {
    return path.path();
  }

  /** Says what is there now; equal to {@link #taken} if it is what the services run. */
  String seen() throws IOException {
    return path.fingerprint();
  }

  /** Says what was there when it was last taken, or found unusable. */
  String taken() {
    return fingerprint;
  }

  /**
   * Takes what is there now for all services that start from now on.
   *
   * @param stable what was seen
   * @return false if somebody is writing; the services keep what they have
   * @throws UserError if it cannot be used; the services keep what they have
   */
  boolean take(String stable) throws IOException {
    Optional<UserError> refusal = Optional.empty();
    try {
      if (replaceWhile(stable)) {
        fingerprint = stable;
        return true;
      }
    } catch (UserError e) {
      refusal = Optional.of(e);
    }
    if (refusal.isEmpty() || !path.fingerprint().equals(stable)) {
      return false; // written meanwhile, which would explain a refusal
    }
    fingerprint = stable;
    throw refusal.get();
  }

  private void replace() throws IOException {
    replaceWhile(null);
  }

  private boolean replaceWhile(@Nullable String stable) throws IOException {
    Path staged = images.stage();
    boolean installed = false;
    try {
      path.copyTo(staged);
      Map<String, Set<String>> queues = JobsCheck.queuesByJob(images.libraries(), staged);
      queues.keySet().removeAll(others);
      queues.forEach(this::refuseOtherQueues);
      if (stable == null || path.fingerprint().equals(stable)) {
        images.install(staged);
        installed = true;
        names = Set.copyOf(queues.keySet());
      }
      return installed;
    } catch (JobsCheck.Refusal e) {
      throw path.unusable(e.getMessage());
    } finally {
      if (!installed) {
        images.discard(staged);
      }
    }
  }

  private void refuseOtherQueues(String job, Set<String> queues) {
    Set<String> missing = new TreeSet<>(queues);
    missing.removeAll(stackQueues);
    if (!missing.isEmpty()) {
      throw path.unusable("job \"" + job + "\" runs on queues " + missing + ", and the stack has " + stackQueues
          + ": add them to sluice:queues in the stack's file, or use one of these");
    }
  }

  @Override
  public void close() {
    try {
      Folders.delete(images.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
