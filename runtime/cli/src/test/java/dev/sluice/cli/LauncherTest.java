package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code ./sluice} in a checkout of its own, with a Java and a Maven that only play. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "..", "sluice").toAbsolutePath().normalize();

  @TempDir Path folder;
  private Path root;
  private Path java;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void layOut() throws IOException {
    root = Files.createDirectories(folder.resolve("a folder with spaces"));
    Files.copy(LAUNCHER, root.resolve("sluice"));
    for (String part : new String[] {"runtime/cli/src/main", "infra/src", "localstack/src", "images/src", ".mvn"}) {
      Files.createDirectories(root.resolve(part));
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    java = folder.resolve("jdk");
    play("jdk/bin/java", """
        if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2026-01-01' >&2; else echo "java $*"; fi
        """);
    // What the launcher may rely on: its jar, made by the build.
    play("maven", "echo built >> '" + folder.resolve("builds") + "'; mkdir -p runtime/cli/target; : > runtime/cli/target/sluice-cli.jar\n");
    environment.put("JAVA_HOME", java.toString());
    environment.put("MAVEN", folder.resolve("maven").toString());
  }

  private void play(String name, String script) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Call launch(String... arguments) throws IOException, InterruptedException {
    return launch(root.resolve("sluice"), arguments);
  }

  private Call launch(Path launcher, String... arguments) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(environment);
    int exitCode = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Call(exitCode, Files.readString(out), Files.readString(err));
  }

  private long builds() throws IOException {
    Path builds = folder.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  @Test
  void buildsOnceAndPassesTheArgumentsOn() throws Exception {
    Call first = launch("submit", "hello", "{\"name\": \"Ada L\"}");
    assertThat(first.exitCode()).isZero();
    assertThat(first.err()).contains("building");
    assertThat(first.out()).contains("-Dsluice.home=" + root.toRealPath()).endsWith("submit hello {\"name\": \"Ada L\"}\n");
    Call second = launch("jobs");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).endsWith("sluice-cli.jar jobs\n");
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceHasChanged() throws Exception {
    launch("jobs");
    Path source = Files.writeString(root.resolve("runtime/cli/src/main/Main.java"), "class Main {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    launch("jobs");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aFailedBuildShowsTheEndOfItsLogAndIsTriedAgain() throws Exception {
    play("maven", "echo 'COMPILATION ERROR'; exit 1\n");
    Call call = launch("jobs");
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.err()).contains("COMPILATION ERROR").contains("the build failed; the whole log is");
    assertThat(launch("jobs").err()).contains("building");
  }

  @Test
  void aJavaBelow17IsNamed() throws Exception {
    play("jdk/bin/java", "echo 'java version \"1.8.0_392\"' >&2\n");
    Call call = launch("jobs");
    assertThat(call.exitCode()).isEqualTo(CliExit.UNAVAILABLE);
    assertThat(call.err()).contains("a JDK 17 or later is needed").contains(java.toString()).contains("1.8.0_392");
  }

  @Test
  void aJavaHomeWithoutJavaAndAMissingMavenAreNamed() throws Exception {
    environment.put("MAVEN", "no-such-maven");
    assertThat(launch("jobs").err()).contains("Maven is needed to build, and there is no no-such-maven on the PATH");
    environment.put("JAVA_HOME", folder.resolve("nowhere").toString());
    assertThat(launch("jobs").err()).contains("nowhere, and there is no bin/java in it");
  }

  @Test
  void aLinkToItIsFollowed() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("sluice"));
    assertThat(launch(link, "jobs").out()).contains("-Dsluice.home=" + root.toRealPath());
  }

  @Test
  void aLocaleOfAsciiBecomesOneOfUtf8AndAnyOtherStays() throws Exception {
    play("jdk/bin/java", """
        if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2026-01-01' >&2; else echo "LC_ALL=${LC_ALL:-}"; fi
        """);
    // Has C and C.UTF-8, and another that is named.
    play("bin/locale", """
        case ${LC_ALL:-} in C.UTF-8) echo UTF-8 ;; de_DE) echo ISO-8859-1 ;; *) echo ANSI_X3.4-1968 ;; esac
        """);
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    assertThat(launch("jobs").out()).isEqualTo("LC_ALL=C.UTF-8\n");
    environment.put("LC_ALL", "de_DE");
    assertThat(launch("jobs").out()).isEqualTo("LC_ALL=de_DE\n");
    play("bin/locale", "echo US-ASCII\n");
    assertThat(launch("jobs").out()).as("there is no locale of UTF-8").isEqualTo("LC_ALL=de_DE\n");
    play("bin/locale", "exit 127\n");
    assertThat(launch("jobs").out()).as("there is no program locale").isEqualTo("LC_ALL=de_DE\n");
  }
}
