package dev.sluice.tests.endtoend;

import dev.sluice.core.job.JobSource;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.tests.endtoend.jobs.Deaf;
import dev.sluice.tests.endtoend.jobs.FileSink;
import dev.sluice.tests.endtoend.jobs.Heartbeat;
import dev.sluice.tests.endtoend.jobs.Large;
import dev.sluice.tests.endtoend.jobs.Sleeper;
import dev.sluice.tests.endtoend.jobs.Steps;
import dev.sluice.tests.endtoend.jobs.Transfer;
import dev.sluice.tests.endtoend.jobs.Transfers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jobs of tests as a jar, and the images of this checkout with those of {@link dev.sluice.tests.endtoend.jobs} instead of the examples. */
public final class JobsJar {
  private static final Path CLASSES = Path.of("target/test-classes");

  private JobsJar() {}

  static Path make(Path folder) throws IOException {
    ImageStores.share(folder);
    for (String image : List.of("coordinator", "worker", "autoscaler", "simulator")) {
      Files.createDirectories(folder.resolve(image));
      Files.copy(Checkout.IMAGES.resolve(image).resolve("image.json"), folder.resolve(image).resolve("image.json"));
    }
    pack(Files.createDirectory(folder.resolve("jobs")).resolve("jobs.jar"), Map.of(
        JobSource.class,
        List.of(Transfer.class, Transfers.class, Deaf.class, Steps.class, Large.class, Heartbeat.class, Sleeper.class),
        OutboxSink.class, List.of(FileSink.class)));
    return folder;
  }

  /** Packs all classes of the package in which the providers of these services are. */
  public static void pack(Path jar, Map<Class<?>, List<Class<?>>> services) throws IOException {
    String folder = services.get(JobSource.class).get(0).getPackageName().replace('.', '/');
    try (OutputStream out = Files.newOutputStream(jar); JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.list(CLASSES.resolve(folder))) {
      for (Path file : files.toList()) {
        packed.putNextEntry(new JarEntry(CLASSES.relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
      for (Map.Entry<Class<?>, List<Class<?>>> service : services.entrySet()) {
        packed.putNextEntry(new JarEntry("META-INF/services/" + service.getKey().getName()));
        packed.write(service.getValue().stream().map(Class::getName).collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8));
        packed.closeEntry();
      }
    }
  }
}
