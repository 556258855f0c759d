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
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The images of this checkout with the jobs of {@link dev.sluice.tests.endtoend.jobs} instead of the examples. */
final class JobsJar {
  private static final Path CLASSES = Path.of("target/test-classes");

  private JobsJar() {}

  static Path make(Path folder) throws IOException {
    ImageStores.share(folder);
    for (String image : List.of("coordinator", "worker", "autoscaler", "simulator")) {
      Files.createDirectories(folder.resolve(image));
      Files.copy(Checkout.IMAGES.resolve(image).resolve("image.json"), folder.resolve(image).resolve("image.json"));
    }
    Path jobs = Files.createDirectory(folder.resolve("jobs"));
    try (OutputStream out = Files.newOutputStream(jobs.resolve("jobs.jar")); JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.list(CLASSES.resolve("dev/sluice/tests/endtoend/jobs"))) {
      for (Path file : files.toList()) {
        packed.putNextEntry(new JarEntry(CLASSES.relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
      service(packed, JobSource.class, Transfer.class, Transfers.class, Deaf.class, Steps.class, Large.class, Heartbeat.class,
          Sleeper.class);
      service(packed, OutboxSink.class, FileSink.class);
    }
    return folder;
  }

  private static void service(JarOutputStream packed, Class<?> service, Class<?>... providers) throws IOException {
    packed.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
    packed.write(Stream.of(providers).map(Class::getName).collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8));
    packed.closeEntry();
  }
}
