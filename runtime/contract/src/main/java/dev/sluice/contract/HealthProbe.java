package dev.sluice.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The container health check: asks the service in the same container for {@code /healthz} and exits with 0 if it answers 200.
 * It is the {@code healthCheck.command} of every task definition, since an image with a Java runtime need not have curl. Plain
 * sockets keep its start short.
 */
public final class HealthProbe {
  private static final int TIMEOUT_MILLISECONDS = 3_000;

  private HealthProbe() {}

  /** Exits with 0 if the service is healthy, with 1 if it is not or does not answer. */
  public static void main(String[] arguments) {
    String port = System.getenv().getOrDefault(Setting.HTTP_PORT.key(), Setting.HTTP_PORT.defaultText().orElseThrow());
    System.exit(isHealthy(Integer.parseInt(port)) ? 0 : 1);
  }

  static boolean isHealthy(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLISECONDS);
      socket.setSoTimeout(TIMEOUT_MILLISECONDS);
      socket.getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
      return status != null && status.split(" ").length > 1 && "200".equals(status.split(" ")[1]);
    } catch (IOException e) {
      return false;
    }
  }
}
