package dev.sluice.localstack.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Deletes folders that others may still be writing into. */
public final class Folders {
  private static final int DELETE_ATTEMPTS = 20;

  private Folders() {}

  /** Deletes a folder and all in it; again while something still writes into it. */
  public static void delete(Path root) throws IOException {
    IOException last = new IOException("could not delete " + root);
    for (int attempt = 0; attempt < DELETE_ATTEMPTS && Files.exists(root); attempt++) {
      try {
        Files.walkFileTree(root, new Deletion());
      } catch (NoSuchFileException e) {
        // someone else deletes too: look again
      } catch (IOException e) {
        last = e;
      }
    }
    if (Files.exists(root)) {
      throw last;
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
