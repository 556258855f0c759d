package dev.sluice.adapters.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads a request from the JDK's server and writes the answer to it. */
final class Exchange {
  /** How much of a refused body is read away, so that the client gets to read the answer instead of a cut connection. */
  private static final long MAX_DISCARDED = 64L << 20;

  private final HttpExchange http;

  Exchange(HttpExchange http) {
    this.http = http;
  }

  String method() {
    return http.getRequestMethod();
  }

  String rawPath() {
    return http.getRequestURI().getRawPath();
  }

  /**
   * Refuses what a browser sends for the page of another site.
   *
   * @throws ProblemException 403
   */
  void refuseOtherSites() {
    String origin = http.getRequestHeaders().getFirst("Origin");
    String host = http.getRequestHeaders().getFirst("Host");
    if (origin != null && !origin.endsWith("//" + host)) {
      throw new ProblemException(HttpProblem.OTHER_SITE,
          "the page " + origin + " is not of " + host + ": call the API from a program, or from behind a server of your own");
    }
  }

  /**
   * Reads the request whole.
   *
   * @throws ProblemException 413 for a longer body, 400 for an unusable parameter
   * @throws ClientGoneException if the body does not come
   */
  Request read(Map<String, String> pathParameters, long maxSize) {
    byte[] body;
    try {
      body = readBody(maxSize);
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
    Map<String, String> headers = new HashMap<>();
    http.getRequestHeaders().forEach((name, values) -> {
      if (!values.isEmpty()) {
        headers.put(name.toLowerCase(Locale.ROOT), values.get(0));
      }
    });
    URI uri = http.getRequestURI();
    Map<String, String> query = query(uri.getRawQuery());
    refuseNul(pathParameters);
    refuseNul(query);
    return new Request(method(), uri.getPath(), pathParameters, query, headers, body);
  }

  private byte[] readBody(long maxSize) throws IOException {
    InputStream stream = http.getRequestBody();
    byte[] body = stream.readNBytes((int) Math.min(maxSize, Integer.MAX_VALUE - 8));
    if (stream.read() < 0) {
      return body;
    }
    discard(stream);
    throw new ProblemException(HttpProblem.REQUEST_TOO_LARGE,
        "the body has more than the " + maxSize + " bytes allowed: send less in one request, or references to what is large");
  }

  private static void discard(InputStream stream) throws IOException {
    byte[] waste = new byte[1 << 16];
    long total = 0;
    int count = 0;
    while (count >= 0 && total < MAX_DISCARDED) {
      count = stream.read(waste);
      total += count;
    }
  }

  private static Map<String, String> query(String rawQuery) {
    Map<String, String> parameters = new HashMap<>();
    if (rawQuery == null) {
      return parameters;
    }
    for (String pair : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      } else if (!pair.isEmpty() && equals < 0) {
        parameters.put(decode(pair), "");
      }
    }
    return parameters;
  }

  private static void refuseNul(Map<String, String> parameters) {
    parameters.forEach((name, value) -> {
      if (value.indexOf('\0') >= 0) {
        throw new ProblemException(HttpProblem.UNUSABLE_PARAMETER, name + ": has a NUL letter, which PostgreSQL cannot keep");
      }
    });
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Writes the answer and ends the exchange. */
  void write(Response response) throws IOException {
    try (http) {
      response.headers().forEach((name, value) -> http.getResponseHeaders().set(name, value));
      http.sendResponseHeaders(response.status(), response.body().length == 0 ? -1 : response.body().length);
      if (response.body().length > 0) {
        try (OutputStream stream = http.getResponseBody()) {
          stream.write(response.body());
        }
      }
    }
  }

  /** Cuts the connection. */
  void abandon() {
    http.close();
  }
}
