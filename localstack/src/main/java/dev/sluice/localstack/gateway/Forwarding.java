package dev.sluice.localstack.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Passes a request on to another server and its answer back. */
final class Forwarding {
  private static final List<String> HEADERS = List.of("X-Amz-Target", "Content-Type", "X-Amz-Date", "Authorization");

  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  void pass(HttpExchange exchange, URI server) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
        .POST(HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String header : HEADERS) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    try {
      HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      response.headers().map().forEach((name, values) -> {
        if (name.toLowerCase(java.util.Locale.ROOT).startsWith("x-amz")) {
          exchange.getResponseHeaders().put(name, values);
        }
      });
      Gateway.send(exchange, response.statusCode(), response.headers().firstValue("Content-Type").orElse("application/json"),
          response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
