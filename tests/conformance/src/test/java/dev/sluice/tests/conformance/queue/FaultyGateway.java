package dev.sluice.tests.conformance.queue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands before an SQS endpoint and passes calls on, except while it is told to answer them as an SQS in trouble does. */
final class FaultyGateway implements AutoCloseable {
  /** What a call gets instead of its answer. */
  enum Fault {
    THROTTLING(400, "RequestThrottled", "SQS slows us down (RequestThrottled)"),
    INTERNAL_FAILURE(500, "InternalFailure", "SQS failed (500 InternalFailure)"),
    UNAVAILABLE(503, "ServiceUnavailable", "SQS failed (503 ServiceUnavailable)"),
    EXPIRED_CREDENTIALS(403, "ExpiredToken", "SQS does not accept our AWS credentials (ExpiredToken)"),
    /** The connection ends, and the call was not carried out. */
    CLOSED_SOCKET(0, "", "no connection"),
    /** The connection ends, but the call was carried out. */
    LOST_ANSWER(0, "", "no connection");

    final int status;
    final String code;
    final String named;

    Fault(int status, String code, String named) {
      this.status = status;
      this.code = code;
      this.named = named;
    }
  }

  private static final Set<String> HOP_BY_HOP = Set.of("connection", "content-length", "host", "upgrade", "transfer-encoding");

  private final URI target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile @Nullable Fault fault;

  FaultyGateway(URI target) throws IOException {
    this.target = target;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on every call fails so, until it is mended. */
  void fail(Fault how) {
    refused.set(0);
    fault = how;
  }

  void mend() {
    fault = null;
  }

  /** How many calls have failed since it was told to let them. */
  int refused() {
    return refused.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Fault now = fault;
      if (now == null) {
        HttpResponse<byte[]> response = forward(exchange, body);
        response.headers().firstValue("content-type").ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
        exchange.getResponseBody().write(response.body());
        return;
      }
      refused.incrementAndGet();
      if (now == Fault.LOST_ANSWER) {
        forward(exchange, body);
      }
      if (now.status > 0) {
        byte[] text = ("{\"__type\":\"com.amazonaws.sqs#" + now.code + "\",\"message\":\"for the test\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(now.status, text.length);
        exchange.getResponseBody().write(text);
      }
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().getPath()))
        .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange.getRequestHeaders().forEach((name, values) -> {
      if (!HOP_BY_HOP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
        values.forEach(value -> request.header(name, value));
      }
    });
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
