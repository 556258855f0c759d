package dev.sluice.tests.conformance.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A task's credentials end while it runs: SQS refuses them by name, and the process goes on with those that the task's endpoint gives
 * out next, since it takes them from the SDK's own chain of providers.
 */
@Timeout(120)
class SqsCredentialsTest {
  private final HttpServer server = server();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> signedBy = new CopyOnWriteArrayList<>();

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The first credentials are over when they come; the next ones last. */
  private void giveCredentials(HttpExchange exchange) throws IOException {
    boolean first = asked.incrementAndGet() == 1;
    answer(exchange, 200, "{\"AccessKeyId\":\"" + (first ? "OLD" : "NEW") + "\",\"SecretAccessKey\":\"secret\",\"Token\":\"token\","
        + "\"Expiration\":\"" + (first ? Instant.now() : Instant.now().plusSeconds(6 * 3600)) + "\"}");
  }

  private void beSqs(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String key = authorization.replaceAll(".*Credential=([A-Z]+)/.*", "$1");
    signedBy.add(key);
    if (key.equals("OLD")) {
      answer(exchange, 403, "{\"__type\":\"com.amazonaws.sqs#ExpiredToken\",\"message\":\"The security token included in the request is expired\"}");
    } else {
      answer(exchange, 200, "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"7\","
          + "\"ApproximateNumberOfMessagesNotVisible\":\"0\",\"ApproximateNumberOfMessagesDelayed\":\"0\"}}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Test
  void expiredCredentialsAreNamedAndRenewedOnesAreTaken() throws Exception {
    server.createContext("/credentials", this::giveCredentials);
    server.createContext("/", this::beSqs);
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    ProcessBuilder builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
        MeasureUntilAnswered.class.getName(), address + "/000000000000/jobs.fifo").redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("SLUICE_"));
    builder.environment().put("AWS_REGION", "us-east-1");
    builder.environment().put("AWS_ENDPOINT_URL_SQS", address);
    builder.environment().put("AWS_CONTAINER_CREDENTIALS_FULL_URI", address + "/credentials");

    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();

    assertThat(output).contains("SQS does not accept our AWS credentials (ExpiredToken)").contains("7 messages");
    assertThat(signedBy).first().isEqualTo("OLD");
    assertThat(signedBy).last().isEqualTo("NEW");
    assertThat(asked.get()).isGreaterThanOrEqualTo(2);
  }
}
