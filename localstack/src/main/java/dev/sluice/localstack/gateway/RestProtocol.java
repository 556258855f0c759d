package dev.sluice.localstack.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AWS's REST protocol with XML: how requests are read, and answers and errors are written. */
final class RestProtocol {
  /** {@code Credential=KEY/20261121/REGION/s3/aws4_request} */
  private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/\\d+/[^/]+/([^/]+)/aws4_request");

  private RestProtocol() {}

  /** Returns the service that a request was signed for. */
  static Optional<String> serviceOf(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).map(SCOPE::matcher).filter(Matcher::find)
        .map(scope -> scope.group(1));
  }

  static void handle(HttpExchange exchange, RestService service) throws IOException {
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    RestService.Answer answer;
    try {
      answer = service.answer(callOf(exchange));
    } catch (AwsError e) {
      answer = new RestService.Answer(e.status(), Map.of("Content-Type", "application/xml"), isHead ? new byte[0] : error(e));
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
    if (answer.body().length > 0) {
      exchange.getResponseBody().write(answer.body());
    }
  }

  private static RestService.Call callOf(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String field : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
      int equals = field.indexOf('=');
      query.put(decode(equals < 0 ? field : field.substring(0, equals)), equals < 0 ? "" : decode(field.substring(equals + 1)));
    }
    return new RestService.Call(
        exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query, headers, exchange.getRequestBody().readAllBytes());
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static byte[] error(AwsError error) {
    String message = String.valueOf(error.getMessage()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + error.code() + "</Code><Message>" + message
        + "</Message><RequestId>00000000-0000-0000-0000-000000000000</RequestId></Error>").getBytes(StandardCharsets.UTF_8);
  }
}
