package dev.sluice.core.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.sluice.core.api.ApiJson;
import dev.sluice.core.api.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends requests and reads answers; turns refusals into exceptions. Safe for any thread. */
final class ApiCalls {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** What a load balancer answers when it has nobody behind it (Elastic Load Balancing guide, "HTTP errors"). */
  private static final Set<Integer> GATEWAY_STATUSES = Set.of(502, 503, 504);

  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT).build();

  ApiCalls(URI address) {
    this.address = address;
  }

  byte[] get(String path, Duration timeout) {
    return send(HttpRequest.newBuilder(uri(path)).timeout(timeout).GET());
  }

  byte[] post(String path, @Nullable Object body) {
    BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes(body));
    return send(HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).header("Content-Type", "application/json").POST(publisher));
  }

  <T> T read(byte[] body, TypeReference<T> type) {
    try {
      return ApiJson.mapper().readValue(body, type);
    } catch (IOException e) {
      throw new IllegalStateException("the answer of " + address + " is not one of this API's: " + e.getMessage(), e);
    }
  }

  private URI uri(String path) {
    String base = address.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private static byte[] bytes(Object body) {
    try {
      return ApiJson.mapper().writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the request cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
  }

  private byte[] send(HttpRequest.Builder request) {
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new CoordinatorUnreachableException(address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CoordinatorUnreachableException(address, e);
    }
    if (response.statusCode() >= 300) {
      Problem problem = problem(response);
      if (problem.code().isEmpty() && GATEWAY_STATUSES.contains(response.statusCode())) {
        throw new CoordinatorUnreachableException(address, new IOException("a load balancer answered HTTP " + response.statusCode()));
      }
      throw new ApiException(problem);
    }
    return response.body();
  }

  private Problem problem(HttpResponse<byte[]> response) {
    try {
      return ApiJson.mapper().readValue(response.body(), Problem.class);
    } catch (IOException e) {
      // Not ours: a proxy, or another program on that port.
      return new Problem("about:blank", "HTTP " + response.statusCode(), response.statusCode(),
          address + " answered with HTTP " + response.statusCode() + " and no problem document: is this the coordinator?", "",
          List.of());
    }
  }
}
