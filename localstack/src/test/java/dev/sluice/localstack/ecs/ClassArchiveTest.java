package dev.sluice.localstack.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassArchiveTest {
  @TempDir
  private Path images;

  /** A service: it says when it is up and ends with its standard input. */
  static final class Service {
    private Service() {}

    public static void main(String[] arguments) throws IOException {
      Supplier<String> up = () -> "up";
      System.out.println(up.get());
      System.in.read();
    }
  }

  @BeforeEach
  void makeImages() throws IOException {
    Files.createDirectories(images.resolve("lib"));
    String entry = Service.class.getName().replace('.', '/') + ".class";
    Path jar = Files.createDirectories(images.resolve("jobs")).resolve("service.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream bytes = Service.class.getResourceAsStream("/" + entry)) {
      out.putNextEntry(new JarEntry(entry));
      bytes.transferTo(out);
    }
    Files.writeString(images.resolve("worker-archive.options"), "");
  }

  @Test
  void theNextStartTakesItsClassesAndLambdasFromTheArchiveOfTheOneBefore() throws Exception {
    ClassArchive archive = ClassArchive.ofWorkers(images);
    archive.prepare();
    assertThat(archive.isCurrent()).isFalse();
    Process first = start();
    assertThat(line(first)).isEqualTo("up");
    archive.makeFrom(first.pid());
    end(first);

    assertThat(archive.isCurrent()).isTrue();
    Process second = start("-Xlog:class+load:file=loaded");
    assertThat(line(second)).isEqualTo("up");
    end(second);
    assertThat(Files.readAllLines(images.resolve("loaded")).stream().filter(line -> line.contains(Service.class.getName())))
        .hasSize(2).allMatch(line -> line.contains("shared objects file"));
    assertThat(lists()).isEmpty();
  }

  @Test
  void anArchiveThatIsThereIsUsed() throws Exception {
    ClassArchive archive = ClassArchive.ofWorkers(images);
    Files.writeString(images.resolve("worker-classes.jsa"), "made later than the jars");
    Files.writeString(images.resolve("worker-classes.jsa.java"), Runtime.version().toString());
    archive.prepare();
    assertThat(images.resolve("worker-archive.options")).content().contains("-XX:SharedArchiveFile=worker-classes.jsa");
    archive.stopNotes();
    assertThat(images.resolve("worker-archive.options")).content().contains("-XX:SharedArchiveFile=worker-classes.jsa");
  }

  @Test
  void aServiceThatHasNotedNothingLeavesStartsAsTheyWere() throws Exception {
    Process service = start();
    assertThat(line(service)).isEqualTo("up");
    ClassArchive archive = ClassArchive.ofWorkers(images);
    archive.prepare();
    archive.makeFrom(service.pid());
    end(service);
    assertThat(archive.isCurrent()).isFalse();
    assertThat(images.resolve("worker-archive.options")).isEmptyFile();
  }

  @Test
  void notesAreTakenOnlyUntilTheyAreStopped() throws Exception {
    ClassArchive archive = ClassArchive.ofWorkers(images);
    archive.prepare();
    Process noting = start();
    assertThat(line(noting)).isEqualTo("up");
    assertThat(lists()).hasSize(1);
    end(noting);
    archive.stopNotes();
    Process service = start();
    assertThat(line(service)).isEqualTo("up");
    end(service);
    assertThat(lists()).isEmpty();
  }

  private Process start(String... options) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(Stream.of(Stream.of(java, "-XX:+UseSerialGC", "@worker-archive.options"), Stream.of(options),
            Stream.of("-cp", "lib/*:jobs/*", Service.class.getName())).flatMap(words -> words).toList())
        .directory(images.toFile()).redirectErrorStream(true).start();
  }

  private static String line(Process process) throws IOException {
    return process.inputReader().readLine();
  }

  private static void end(Process process) throws IOException, InterruptedException {
    process.outputWriter().close();
    assertThat(process.waitFor()).isZero();
  }

  private List<Path> lists() throws IOException {
    try (Stream<Path> files = Files.list(images)) {
      return files.filter(file -> file.toString().endsWith(".list")).toList();
    }
  }
}
