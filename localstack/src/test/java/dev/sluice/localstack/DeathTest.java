package dev.sluice.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.localstack.process.Sweep;
import dev.sluice.localstack.program.Await;
import dev.sluice.localstack.program.CloudInAChild;
import dev.sluice.localstack.program.EchoImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends the process of a cloud, nothing of it stays. */
final class DeathTest {
  @TempDir Path folder;
  private Path state;
  private Path temporary;
  private final List<Process> launched = new ArrayList<>();

  @BeforeEach
  void folders() throws IOException {
    state = Files.createDirectory(folder.resolve("state"));
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @AfterEach
  void endWhatATestLeft() throws Exception {
    for (Process process : launched) {
      process.destroyForcibly().waitFor();
    }
    Await.until("the guardian has done its work", () -> !anyMatch("pids"));
  }

  @Test
  void aSigkillLeavesNothing() throws Exception {
    Running cloud = startAndAwait();
    cloud.process.destroyForcibly().waitFor();
    cloud.assertNothingIsLeft();
  }

  @Test
  void aSigtermLeavesNothing() throws Exception {
    Running cloud = startAndAwait();
    cloud.process.destroy();
    assertThat(cloud.process.waitFor()).isEqualTo(143);
    // All is gone when the process is, not some time later.
    assertThat(state).isEmptyDirectory();
    cloud.assertNothingIsLeft();
  }

  @Test
  void aSigkillWhileItStartsLeavesNothing() throws Exception {
    Process process = launch();
    Await.until("the database is being made", () -> Files.exists(state) && anyMatch("postgres-1"));
    Running cloud = new Running(process, List.of());
    process.destroyForcibly().waitFor();
    cloud.assertNothingIsLeft();
  }

  @Test
  void aFailureHalfWayLeavesNothing() throws Exception {
    Process process = launch("failing");
    Running cloud = new Running(process, List.of());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(output).contains("the local cloud has no aws:dynamodb/table:Table (resource \"not-there\")");
    cloud.assertNothingIsLeft();
  }

  @Test
  void whatTheGuardianCouldNotRemoveIsSweptByTheNextStart() throws Exception {
    Running cloud = startAndAwait();
    // Both at once, as a machine that loses power would; the guardian is the child that is a shell.
    ProcessHandle guardian = cloud.process.children()
        .filter(child -> child.info().command().orElse("").matches(".*/(sh|dash|bash|busybox)")).findFirst().orElseThrow();
    assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -STOP " + cloud.process.pid()).start().waitFor()).isZero();
    guardian.destroyForcibly();
    cloud.process.destroyForcibly().waitFor();
    assertThat(state).isNotEmptyDirectory();

    assertThat(Sweep.of(state)).hasSize(1);
    cloud.assertNothingIsLeft();
  }

  private boolean anyMatch(String name) throws IOException {
    try (Stream<Path> files = Files.walk(state, 2)) {
      return files.anyMatch(file -> file.getFileName().toString().equals(name));
    } catch (java.io.UncheckedIOException e) {
      return false;
    }
  }

  private Process launch(String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC",
        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
        "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"),
        CloudInAChild.class.getName(), state.toString(), EchoImage.in(folder.resolve("images")).toString()));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    launched.add(process);
    return process;
  }

  private Running startAndAwait() throws IOException {
    Process process = launch();
    List<Integer> ports = new ArrayList<>();
    StringBuilder output = new StringBuilder();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      output.append(line).append('\n');
      if (line.startsWith("PORT ")) {
        ports.add(Integer.valueOf(line.substring(5)));
      } else if (line.equals("UP")) {
        return new Running(process, ports);
      }
    }
    throw new AssertionError("the cloud did not come up:\n" + output);
  }

  /** A cloud in a process of its own, and all that it has started. */
  private final class Running {
    private final Process process;
    private final List<Integer> ports;
    private final List<ProcessHandle> processes;

    Running(Process process, List<Integer> ports) {
      this.process = process;
      this.ports = ports;
      // The database server has left its parent; it is found by the folder that it works in.
      this.processes = new ArrayList<>(process.descendants().toList());
      ProcessHandle.allProcesses().filter(handle -> handle.info().commandLine().orElse("").contains(state.toString()))
          .filter(handle -> handle.pid() != process.pid()).forEach(processes::add);
      if (!ports.isEmpty()) {
        assertThat(processes).hasSizeGreaterThanOrEqualTo(4);
        assertThat(ports).hasSize(5).allMatch(Running::isOpen);
      }
    }

    void assertNothingIsLeft() throws Exception {
      Await.until("the state folder is empty", () -> {
        try (Stream<Path> left = Files.list(state)) {
          return left.findAny().isEmpty();
        }
      });
      Await.until("all processes are gone", () -> processes.stream().allMatch(Await::hasEnded));
      Await.until("no process works in the folder", () -> ProcessHandle.allProcesses().noneMatch(
          handle -> handle.pid() != ProcessHandle.current().pid() && handle.info().commandLine().orElse("")
              .contains(state.toString())));
      Await.until("no port is open", () -> ports.stream().noneMatch(Running::isOpen));
      assertThat(temporary.toFile().list((parent, name) -> !name.startsWith("hsperfdata"))).isEmpty();
    }

    private static boolean isOpen(int port) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }
}
