package dev.sluice.tests.guides;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checkout for readers: the working tree as it is, committed to a repository of its own with one branch main, and built as far as
 * {@code ./sluice} builds. What commands do to it stays in it.
 *
 * @param root its folder
 */
record ScratchCheckout(Path root) {
  /** What {@code ./sluice} runs from, as the build of this reactor left it. */
  private static final List<String> BUILT = List.of("images/target/images", "runtime/cli/target", "infra/target");

  static ScratchCheckout make(Path folder) throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("a checkout"));
    copySources(root, folder.resolve("files"));
    Shell shell = new Shell(root, folder.resolve("setup.log"));
    shell.mustSucceed("git init -q -b main . && git add -A && git -c user.name=reader -c user.email=reader@example.org"
        + " -c commit.gpgsign=false commit -q -m 'The tree as it is'");
    for (String built : BUILT) {
      copy(Page.ROOT.resolve(built), root.resolve(built));
    }
    Files.createDirectories(root.resolve(".sluice"));
    Files.createFile(root.resolve(".sluice/built"));
    return new ScratchCheckout(root);
  }

  /** What git knows or would add, and has not been deleted. */
  private static void copySources(Path root, Path list) throws IOException, InterruptedException {
    new Shell(Page.ROOT, list).mustSucceed("git ls-files -z --cached --others --exclude-standard");
    for (String name : Files.readString(list).split("\0")) {
      Path source = Page.ROOT.resolve(name);
      if (Files.isRegularFile(source)) {
        Files.createDirectories(root.resolve(name).getParent());
        Files.copy(source, root.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> {
        try {
          Path target = to.resolve(from.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }
}
