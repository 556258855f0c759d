package dev.sluice.adapters.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.ServiceKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs a service as a process and sends it a signal, as ECS does. */
@Timeout(60)
class ServiceMainTest {
  /** A service that does nothing but say what happens to it. */
  static final class Quiet {
    private Quiet() {}

    public static void main(String[] arguments) {
      ServiceMain.run(ServiceKind.AUTOSCALER, arguments, settings -> () -> System.out.println("drained"));
    }
  }

  /** A simulation that comes to no verdict. */
  static final class Undecided {
    private Undecided() {}

    public static void main(String[] arguments) {
      ServiceMain.run(ServiceKind.SIMULATOR, arguments, settings -> () -> System.out.println("called off"));
    }
  }

  /** A service whose drain fails. */
  static final class Stubborn {
    private Stubborn() {}

    public static void main(String[] arguments) {
      ServiceMain.run(ServiceKind.AUTOSCALER, arguments, settings -> () -> {
        throw new IllegalStateException("will not");
      });
    }
  }

  private static final Map<String, String> SETTINGS = Map.of("SLUICE_COORDINATOR_URL", "http://localhost:1",
      "SLUICE_DATABASE_URL", "jdbc:postgresql://localhost:1/none", "SLUICE_DATABASE_USER", "nobody", "SLUICE_DATABASE_PASSWORD", "none",
      "SLUICE_QUEUE_URLS", "{}", "SLUICE_CLUSTER_NAME", "none", "SLUICE_WORKER_SERVICES", "{}",
      "SLUICE_WORKER_POOL_QUEUES", "{}");

  private static Process start(Class<?> service) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), "-Xshare:auto", "-XX:TieredStopAtLevel=1", service.getName());
    builder.environment().keySet().removeIf(key -> key.startsWith("SLUICE_"));
    builder.environment().putAll(SETTINGS);
    builder.redirectErrorStream(true);
    return builder.start();
  }

  private static void awaitLine(BufferedReader output, String part) throws IOException {
    String line = output.readLine();
    while (line != null && !line.contains(part)) {
      line = output.readLine();
    }
    assertThat(line).as("a line with \"%s\"", part).isNotNull();
  }

  private static List<String> terminate(Class<?> service, int expectedExitCode) throws Exception {
    Process process = start(service);
    try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      awaitLine(output, " is up");
      // Through the handle: Process.destroy would close the stream that is read below.
      process.toHandle().destroy();
      List<String> rest = output.lines().toList();
      assertThat(process.waitFor()).isEqualTo(expectedExitCode);
      return rest;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void sigtermDrainsTheServiceAndExitsWithZero() throws Exception {
    assertThat(terminate(Quiet.class, ExitCode.DONE)).contains("drained");
  }

  @Test
  void aSimulatorThatIsEndedBeforeItsVerdictExitsWithOne() throws Exception {
    assertThat(terminate(Undecided.class, ExitCode.FAILED)).contains("called off");
  }

  @Test
  void aDrainThatFailsExitsWithOneAndSaysWhy() throws Exception {
    assertThat(String.join("\n", terminate(Stubborn.class, ExitCode.FAILED))).contains("will not");
  }
}
