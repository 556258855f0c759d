package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On which threads ops run: virtual ones where the JDK has them, and else one platform thread each. */
@Timeout(120)
class OpThreadsTest {
  private static final int VIRTUAL_THREADS_SINCE = 21;
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
  private static final Pattern REPORT = Pattern.compile("asleep (\\d+), platform threads (\\d+)");

  /** The Java that the environment names, this one, or one beside it: the first that has virtual threads. */
  private static Optional<Path> newerJava() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    Stream<Path> named = Stream.ofNullable(System.getenv("JAVA_WITH_VIRTUAL_THREADS")).map(Path::of);
    try (Stream<Path> beside = Files.list(home.toRealPath().getParent())) {
      return Stream.concat(Stream.concat(named, Stream.of(home)), beside.sorted()).filter(jdk -> versionOf(jdk) >= VIRTUAL_THREADS_SINCE)
          .map(jdk -> jdk.resolve("bin/java")).filter(Files::isExecutable).findFirst();
    }
  }

  private static int versionOf(Path jdk) {
    Path release = jdk.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(release));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int platformThreads(Path java, int ops) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
        List.of(java.toString(), "-cp", System.getProperty("java.class.path"), SleepingOps.class.getName(), Integer.toString(ops)))
        .redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher report = REPORT.matcher(output);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(report.find()).as(output).isTrue();
    assertThat(report.group(1)).isEqualTo(Integer.toString(ops));
    return Integer.parseInt(report.group(2));
  }

  @Test
  void aThousandSleepingOpsNeedNoThousandPlatformThreadsWhereTheJdkHasVirtualOnes() throws Exception {
    Optional<Path> java = newerJava();
    assumeTrue(java.isPresent(), "needs a Java of version " + VIRTUAL_THREADS_SINCE + " or later: beside "
        + System.getProperty("java.home") + ", or named by JAVA_WITH_VIRTUAL_THREADS");

    assertThat(platformThreads(java.orElseThrow(), 1_000)).isLessThan(100);
  }

  @Test
  void withoutVirtualThreadsEachOpHasAPlatformThread() throws Exception {
    assumeTrue(Runtime.version().feature() < VIRTUAL_THREADS_SINCE, "this JDK has virtual threads");

    assertThat(platformThreads(Path.of(System.getProperty("java.home"), "bin", "java"), 200)).isGreaterThan(200);
  }
}
