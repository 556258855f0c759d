package dev.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worker as a process, with nothing of its stack in reach. */
@Timeout(120)
class WorkerMainTest {
  private static final Pattern HEALTH_PORT = Pattern.compile("health on port (\\d+)");

  private static Process start(Map<String, String> settings, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), "-Xshare:auto", "-XX:TieredStopAtLevel=1", WorkerMain.class.getName());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(key -> key.startsWith("SLUICE_"));
    builder.environment().putAll(settings);
    return builder.redirectErrorStream(true).start();
  }

  private static Map<String, String> unreachable() {
    // Nobody listens on port 1 of the loopback interface.
    return new HashMap<>(Map.of(
        "SLUICE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/sluice",
        "SLUICE_DATABASE_USER", "sluice",
        "SLUICE_DATABASE_PASSWORD", "secret",
        "SLUICE_QUEUE_URLS", "{\"default\":\"http://127.0.0.1:1/000000000000/jobs.fifo\"}",
        "SLUICE_DEAD_LETTER_QUEUE_URLS", "{\"default\":\"http://127.0.0.1:1/000000000000/dead.fifo\"}",
        "SLUICE_HTTP_HOST", "127.0.0.1",
        "SLUICE_HTTP_PORT", "0",
        "AWS_REGION", "eu-central-1",
        "AWS_ACCESS_KEY_ID", "test",
        "AWS_SECRET_ACCESS_KEY", "test"));
  }

  private static String outputOf(Process process, int expectedExitCode) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(expectedExitCode);
    return output;
  }

  @Test
  void helpExitsWithZeroAndNamesTheSettings() throws Exception {
    assertThat(outputOf(start(Map.of(), "--help"), 0)).contains("SLUICE_WORKER_SLOTS", "SLUICE_DRAIN_TIMEOUT");
  }

  @Test
  void settingsThatCannotBeUsedExitWithTwoAndAreNamed() throws Exception {
    Map<String, String> settings = unreachable();
    settings.put("SLUICE_WORKER_QUEUES", "default,bulk");

    assertThat(outputOf(start(Map.of()), 2)).contains("SLUICE_DATABASE_URL is missing");
    assertThat(outputOf(start(settings), 2)).contains("SLUICE_WORKER_QUEUES", "queue \"bulk\" is not in this stack");
  }

  @Test
  void aWorkerThatReachesNothingIsNotReadyAndStillStopsInGoodOrder() throws Exception {
    Process process = start(unreachable());
    try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String port = "";
      for (String line = output.readLine(); line != null && port.isEmpty(); line = output.readLine()) {
        Matcher matcher = HEALTH_PORT.matcher(line);
        port = matcher.find() ? matcher.group(1) : "";
      }
      assertThat(port).isNotEmpty();
      URI ready = URI.create("http://127.0.0.1:" + port + "/readyz");
      awaitLine(output, "receive from default failed and is tried again");
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);

      process.toHandle().destroy();

      awaitLine(output, "worker has stopped");
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void awaitLine(BufferedReader output, String part) throws IOException {
    String line = output.readLine();
    while (line != null && !line.contains(part)) {
      line = output.readLine();
    }
    assertThat(line).as("a line with \"%s\"", part).isNotNull();
  }
}
