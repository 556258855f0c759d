package dev.sluice.tests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The Java sources of the whole checkout, tests included: what no class path shows. */
final class SourceTree {
  /** What is not ours to judge: builds, and the starter, which is a project of its own. */
  private static final Set<String> PASSED_OVER = Set.of("target", ".git", "node_modules", "starter");

  private final Path root;
  private final List<Path> files;

  private SourceTree(Path root, List<Path> files) {
    this.root = root;
    this.files = files;
  }

  /** Finds the checkout that the test runs in. */
  static SourceTree find() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("Pulumi.yaml"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " has a Pulumi.yaml");
    }
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(folder, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
          return PASSED_OVER.contains(visited.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
          if (file.toString().endsWith(".java")) {
            files.add(file);
          }
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SourceTree(folder, files);
  }

  /** Returns the files, relative to the checkout. */
  List<Path> files() {
    return files.stream().map(root::relativize).sorted().toList();
  }

  String text(Path file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns file and number of each line that fits. */
  List<String> linesThat(Predicate<Path> inFile, Predicate<String> fits) {
    List<String> found = new ArrayList<>();
    for (Path file : files()) {
      if (inFile.test(file)) {
        List<String> lines = text(file).lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
          if (fits.test(lines.get(number - 1))) {
            found.add(file + ":" + number + ": " + lines.get(number - 1).strip());
          }
        }
      }
    }
    return found;
  }
}
