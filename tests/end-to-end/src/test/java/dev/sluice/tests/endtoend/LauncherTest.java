package dev.sluice.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher on machines that lack something; that it builds and runs in a fresh clone is tried by .ci/run. */
class LauncherTest {
  private record Ended(int code, String output) {}

  @TempDir private Path folder;

  private static Ended launch(Path checkout, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(
        Stream.concat(Stream.of("/bin/sh", checkout.resolve("sluice").toString()), Stream.of(arguments)).toList());
    builder.environment().remove("JAVA_HOME");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A checkout with nothing built, in a folder whose name has spaces. */
  private Path emptyCheckout() throws IOException {
    Path checkout = Files.createDirectory(folder.resolve("a check out"));
    Files.copy(Checkout.ROOT.resolve("sluice"), checkout.resolve("sluice"));
    return checkout;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_392", "11.0.21", "16.0.2"})
  void aJavaBelowSeventeenIsRefusedByItsVersion(String version) throws Exception {
    script(folder.resolve("jdk/bin/java"), "echo 'openjdk version \"" + version + "\" 2020-01-01' >&2");
    Ended ended = launch(emptyCheckout(), Map.of("JAVA_HOME", folder.resolve("jdk").toString()), "--help");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.output()).contains("a JDK 17 or later is needed").contains(version);
  }

  @Test
  void aJavaHomeWithoutJavaIsToldByItsPath() throws Exception {
    Ended ended = launch(emptyCheckout(), Map.of("JAVA_HOME", folder.resolve("nowhere").toString()), "--help");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.output()).contains(folder.resolve("nowhere").toString());
  }

  @Test
  void aMachineWithoutMavenIsToldWhereToGetIt() throws Exception {
    Ended ended = launch(emptyCheckout(), Map.of("MAVEN", "no-such-maven"), "--help");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.output()).contains("Maven 3.8 or later");
  }

  @Test
  void aBuildThatFailsShowsItsEndAndItsLog() throws Exception {
    script(folder.resolve("bin/broken-maven"), "echo 'the reason'; exit 1");
    Ended ended = launch(emptyCheckout(), Map.of("MAVEN", folder.resolve("bin/broken-maven").toString()), "--help");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.output()).contains("the reason").contains("build.log");
  }

  @Test
  void everyVerbExplainsItself() throws Exception {
    String jar = Checkout.ROOT.resolve("runtime/cli/target/sluice-cli.jar").toString();
    for (String verb : List.of("up", "demo", "bench", "submit", "run", "jobs", "backlog", "verify", "config")) {
      Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-jar", jar, verb, "--help")
          .redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(verb).isZero();
      assertThat(output).as(verb).contains("Usage: sluice " + verb);
    }
  }
}
