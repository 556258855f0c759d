package dev.sluice.adapters.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param headers content type among them
 * @param body may be empty
 */
public record Response(int status, Map<String, String> headers, byte[] body) {
  public Response {
    headers = Map.copyOf(headers);
  }

  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, Map.of("Content-Type", contentType), body);
  }

  /** Writes the value as JSON; times in ISO-8601. */
  public static Response json(int status, Object value) {
    return of(status, "application/json", HttpJson.bytes(value));
  }

  /** Writes each value as JSON on a line of its own. */
  public static Response jsonLines(Iterable<?> values) {
    StringBuilder lines = new StringBuilder();
    values.forEach(value -> lines.append(new String(HttpJson.bytes(value), StandardCharsets.UTF_8)).append('\n'));
    return of(200, "application/jsonl", lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  public static Response text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns this answer with one more header. */
  public Response with(String name, String value) {
    return with(Map.of(name, value));
  }

  Response with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Response(status, all, body);
  }
}
