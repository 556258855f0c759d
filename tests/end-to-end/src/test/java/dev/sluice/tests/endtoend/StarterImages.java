package dev.sluice.tests.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The images of this checkout with a third party's jar beside the example jobs: the starter project, built against the core jar alone. */
final class StarterImages {
  private static final Path STARTER = Checkout.ROOT.resolve("runtime/examples/starter/src/main");

  private StarterImages() {}

  static Path make(Path folder) throws IOException {
    ImageStores.share(folder);
    for (String image : List.of("coordinator", "worker", "autoscaler", "simulator")) {
      Files.createDirectories(folder.resolve(image));
      Files.copy(Checkout.IMAGES.resolve(image).resolve("image.json"), folder.resolve(image).resolve("image.json"));
    }
    Path jobs = Files.createDirectory(folder.resolve("jobs"));
    Files.copy(Checkout.IMAGES.resolve("jobs/sluice-examples.jar"), jobs.resolve("sluice-examples.jar"));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    compile(classes);
    pack(List.of(classes, STARTER.resolve("resources")), jobs.resolve("third-party.jar"));
    return folder;
  }

  private static void compile(Path classes) {
    int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null,
        "-proc:none", "--release", "17", "-d", classes.toString(),
        "-cp", Checkout.IMAGES.resolve("lib/sluice-core.jar").toString(),
        STARTER.resolve("java/com/example/Invoice.java").toString());
    if (failed != 0) {
      throw new AssertionError("the starter project does not compile against the core jar");
    }
  }

  private static void pack(List<Path> roots, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar); JarOutputStream packed = new JarOutputStream(out)) {
      for (Path root : roots) {
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            packed.putNextEntry(new JarEntry(root.relativize(file).toString()));
            Files.copy(file, packed);
            packed.closeEntry();
          }
        }
      }
    }
  }
}
