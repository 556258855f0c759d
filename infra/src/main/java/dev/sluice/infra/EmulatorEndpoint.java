package dev.sluice.infra;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * The emulator that {@code AWS_ENDPOINT_URL} names, asked for a sign of life before anything is declared: the AWS provider would try
 * it for over a minute and then advise something else.
 */
final class EmulatorEndpoint {
  static final String VARIABLE = "AWS_ENDPOINT_URL";
  /** Long enough for an emulator on a machine that has much else to do; an address where nobody listens is refused at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private EmulatorEndpoint() {}

  /**
   * Returns if no emulator is named, or if it answers, whatever the answer.
   *
   * @throws UnreachableEmulatorException if it does not
   */
  static void check(Map<String, String> environment) {
    check(environment, PATIENCE);
  }

  static void check(Map<String, String> environment, Duration patience) {
    String address = environment.getOrDefault(VARIABLE, "");
    if (!address.isEmpty()) {
      ask(address, patience);
    }
  }

  private static void ask(String address, Duration patience) {
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build();
      client.send(HttpRequest.newBuilder(URI.create(address)).timeout(patience).build(), BodyHandlers.discarding());
    } catch (IOException | IllegalArgumentException e) {
      throw new UnreachableEmulatorException(address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableEmulatorException(address, e);
    }
  }
}
