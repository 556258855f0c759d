package dev.sluice.examples.words;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds and reads the text files of a folder: those that are UTF-8 without a zero byte. */
final class TextFiles {
  /** Folders that hold what was built or what tools keep, and nothing that a person wrote. */
  private static final Set<String> PASSED_OVER = Set.of(".git", ".sluice", ".idea", ".vscode", "target", "node_modules");

  private TextFiles() {}

  /** Returns the paths of the regular files below a folder, relative to it and in order; links are not followed. */
  static List<String> below(Path folder) throws IOException {
    List<String> paths = new ArrayList<>();
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
        boolean passOver = !visited.equals(folder) && PASSED_OVER.contains(visited.getFileName().toString());
        return passOver ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) {
        // In a linked worktree .git is a file.
        if (attributes.isRegularFile() && !PASSED_OVER.contains(visited.getFileName().toString())) {
          paths.add(folder.relativize(visited).toString());
        }
        return FileVisitResult.CONTINUE;
      }
    });
    paths.sort(null);
    return paths;
  }

  /** Reads a file; empty if it is not text. */
  static Optional<String> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (byte each : bytes) {
      if (each == 0) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
