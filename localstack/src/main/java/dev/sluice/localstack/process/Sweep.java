package dev.sluice.localstack.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what clouds left whose process is gone and whose guardian was killed as well, or that a power cut ended. Folders of
 * clouds that still run are left alone, and so are folders of other users.
 */
public final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  /** A folder without an owner is one that is just being made, or whose maker was killed at that moment. */
  private static final Duration OWNERLESS_GRACE = Duration.ofMinutes(1);

  private Sweep() {}

  /** Sweeps the abandoned folders within {@code parent} and returns them. */
  public static List<Path> of(Path parent) {
    List<Path> removed = new ArrayList<>();
    if (!Files.isDirectory(parent)) {
      return removed;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, StateFolder.PREFIX + "*")) {
      for (Path folder : folders) {
        try {
          if (Files.isWritable(folder) && isAbandoned(folder)) {
            endChildren(folder);
            Folders.delete(folder);
            removed.add(folder);
            LOG.info("removed {}, left by a local cloud that was killed", folder);
          }
        } catch (IOException | RuntimeException e) {
          LOG.warn("{} was left by a local cloud and could not be removed: {}", folder, e.toString());
        }
      }
    } catch (IOException e) {
      LOG.warn("could not look for abandoned local clouds in {}: {}", parent, e.toString());
    }
    return removed;
  }

  private static boolean isAbandoned(Path folder) throws IOException {
    Path owner = folder.resolve(StateFolder.OWNER);
    String[] words = Files.exists(owner) ? Files.readString(owner).split(" ") : new String[0];
    if (words.length != 2) {
      return Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(OWNERLESS_GRACE));
    }
    return new ProcessIdentity(Long.parseLong(words[0]), words[1]).find().isEmpty();
  }

  private static void endChildren(Path folder) throws IOException {
    List<ProcessHandle> ended = new ArrayList<>();
    Path pids = folder.resolve(StateFolder.PIDS);
    if (Files.isDirectory(pids)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(pids)) {
        for (Path file : files) {
          long pid = Long.parseLong(file.getFileName().toString());
          ProcessIdentity.findSeenAt(pid, Files.getLastModifiedTime(file).toInstant()).ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            ended.add(process);
          });
        }
      }
    }
    try (DirectoryStream<Path> servers = Files.newDirectoryStream(folder, "postgres-*")) {
      for (Path server : servers) {
        Path file = server.resolve("postmaster.pid");
        if (Files.exists(file)) {
          long pid = Long.parseLong(Files.readAllLines(file).get(0).trim());
          ProcessIdentity.findSeenAt(pid, Files.getLastModifiedTime(file).toInstant()).ifPresent(process -> {
            process.destroy();
            ended.add(process);
          });
        }
      }
    }
    for (ProcessHandle process : ended) {
      await(process);
    }
  }

  private static void await(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (java.util.concurrent.ExecutionException e) {
      LOG.debug("waiting for process {}", process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
