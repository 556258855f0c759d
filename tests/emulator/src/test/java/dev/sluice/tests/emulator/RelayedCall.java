package dev.sluice.tests.emulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A call of an AWS API on its way to an emulator.
 *
 * @param method of HTTP
 * @param uri path and query
 * @param headers by lower-case name
 * @param body as it came
 */
record RelayedCall(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
  /** These belong to a connection, not to a call. */
  private static final Set<String> OF_CONNECTION = Set.of(
      "host", "connection", "keep-alive", "content-length", "transfer-encoding", "expect", "date");
  private static final int SUCCESS = 2;
  private static final int BAD_REQUEST = 400;

  /**
   * What came back.
   *
   * @param status of HTTP
   * @param headers by lower-case name
   * @param body as it came
   */
  record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    /** What the services that speak JSON say to a caller whose policies do not allow an action. */
    static Answer accessDenied(String action) {
      String text = "{\"__type\":\"AccessDeniedException\",\"message\":\"User: arn:aws:iam::000000000000:user/deployer is not"
          + " authorized to perform: " + action + " because no identity-based policy allows the action\"}";
      Map<String, List<String>> headers = Map.of("content-type", List.of("application/x-amz-json-1.1"));
      return new Answer(BAD_REQUEST, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    boolean isSuccess() {
      return status / 100 == SUCCESS;
    }

    /** Hands it to the client; one that has left repeats its call. */
    void send(HttpExchange exchange) {
      try (exchange) {
        exchange.getResponseHeaders().putAll(headers);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
          exchange.getResponseBody().write(body);
        }
      } catch (IOException e) {
        System.out.println("a client of the emulator left before its answer came: " + e.getMessage());
      }
    }
  }

  static RelayedCall read(HttpExchange exchange) throws IOException {
    return new RelayedCall(exchange.getRequestMethod(), exchange.getRequestURI(), kept(exchange.getRequestHeaders()),
        exchange.getRequestBody().readAllBytes());
  }

  /** Returns the number that an SDK gives a call and all its repetitions. */
  Optional<String> number() {
    return header("amz-sdk-invocation-id");
  }

  /** Returns what is asked for, as far as a header or the body's first words say it. */
  String action() {
    return header("x-amz-target").map(target -> target.substring(target.lastIndexOf('.') + 1)).orElseGet(() -> {
      String text = new String(body, StandardCharsets.UTF_8);
      return text.startsWith("Action=") ? text.substring("Action=".length()).split("&", 2)[0] : method + " " + uri.getPath();
    });
  }

  private Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Puts the call to an emulator, on a connection of its own, and waits for the answer. */
  Answer carryTo(URI emulator) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) emulator.resolve(uri).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    headers.forEach((name, values) -> values.forEach(value -> connection.addRequestProperty(name, value)));
    connection.setRequestProperty("Connection", "close");
    if (body.length > 0) {
      connection.setDoOutput(true);
      // With its length said before, the connection never repeats it by itself.
      connection.setFixedLengthStreamingMode(body.length);
      connection.getOutputStream().write(body);
    }
    int status = connection.getResponseCode();
    Map<String, List<String>> answered = new TreeMap<>();
    connection.getHeaderFields().forEach((name, values) -> {
      // The status line is the field without a name.
      if (name != null) {
        answered.put(name, values);
      }
    });
    try (InputStream content = status >= BAD_REQUEST ? connection.getErrorStream() : connection.getInputStream()) {
      return new Answer(status, kept(answered), content == null ? new byte[0] : content.readAllBytes());
    }
  }

  private static Map<String, List<String>> kept(Map<String, List<String>> headers) {
    Map<String, List<String>> kept = new TreeMap<>();
    headers.forEach((name, values) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!OF_CONNECTION.contains(lower)) {
        kept.put(lower, new ArrayList<>(values));
      }
    });
    return kept;
  }
}
