package dev.sluice.tests.emulator;

import dev.sluice.localstack.process.FreePorts;
import dev.sluice.tests.emulator.Processes.Running;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An emulator of AWS on a free port of loopback, with nothing in it. */
final class MiniStack {
  private final URI endpoint;

  private MiniStack(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** Starts it and waits until it answers. */
  static MiniStack start(Processes processes, Path command) throws IOException {
    int port = new FreePorts().next();
    Path home = processes.folder("ministack");
    Running running = processes.start(home, Map.of(
        "PATH", System.getenv("PATH"),
        "HOME", home.toString(),
        "TMPDIR", home.toString(),
        "GATEWAY_PORT", Integer.toString(port),
        "BIND_HOST", "127.0.0.1",
        "MINISTACK_HOST", "127.0.0.1",
        // Two servers of its own, on ports of their own, that nothing here uses.
        "IOT_MTLS_ENABLED", "0",
        "SFTP_ENABLED", "0"), List.of(command.toString()));
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    HttpClient client = HttpClient.newHttpClient();
    Eventually.holds("MiniStack answers at " + endpoint, () -> {
      if (!running.process().isAlive()) {
        throw new AssertionError("MiniStack ended at once: " + text(running.log()));
      }
      return answers(client, endpoint);
    });
    return new MiniStack(endpoint);
  }

  private static boolean answers(HttpClient client, URI endpoint) {
    try {
      client.send(HttpRequest.newBuilder(endpoint).build(), BodyHandlers.discarding());
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(endpoint + " is not MiniStack", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  URI endpoint() {
    return endpoint;
  }
}
