package dev.sluice.tests.emulator;

import dev.sluice.localstack.process.FreePorts;
import dev.sluice.tests.emulator.Processes.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An emulator of AWS on a free port of loopback, with nothing in it.
 *
 * @param endpoint where it answers
 */
record MiniStack(URI endpoint) {
  private static final String HEALTH = "/_ministack/health";
  private static final int OK = 200;

  /** Starts it and waits until it answers; where somebody else was faster to take its port, it gets another one. */
  static MiniStack start(Processes processes, Path command) {
    FreePorts ports = new FreePorts();
    Path home = processes.folder("ministack");
    HttpClient client = HttpClient.newHttpClient();
    return processes.startUntilReady("MiniStack", () -> {
      int port = ports.next();
      Running running = processes.start(home, environment(home, port), List.of(command.toString()));
      URI endpoint = URI.create("http://127.0.0.1:" + port);
      return new Processes.Attempt<>(running, new MiniStack(endpoint), () -> isHealthy(client, endpoint));
    });
  }

  private static Map<String, String> environment(Path home, int port) {
    return Map.of(
        "PATH", System.getenv("PATH"),
        "HOME", home.toString(),
        "TMPDIR", home.toString(),
        "GATEWAY_PORT", Integer.toString(port),
        "BIND_HOST", "127.0.0.1",
        "MINISTACK_HOST", "127.0.0.1",
        // Two servers of its own, on ports of their own, that nothing here uses.
        "IOT_MTLS_ENABLED", "0",
        "SFTP_ENABLED", "0");
  }

  private static boolean isHealthy(HttpClient client, URI endpoint) {
    try {
      HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(HEALTH)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == OK;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
