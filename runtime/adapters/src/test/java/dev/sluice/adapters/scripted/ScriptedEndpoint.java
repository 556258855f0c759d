package dev.sluice.adapters.scripted;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An endpoint that answers every call as the test says and keeps what it was asked. */
public final class ScriptedEndpoint implements AutoCloseable {
  /** An answer; a status of 0 closes the connection instead. */
  public record Answer(int status, String body) {
    public static final Answer HANG_UP = new Answer(0, "");

    public static Answer error(int status, String code) {
      return new Answer(status, "{\"__type\":\"com.amazonaws.test#" + code + "\",\"message\":\"" + code + " for the test\"}");
    }
  }

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile List<Answer> answers;

  /** Answers in turn; the last answer is given for ever. */
  public ScriptedEndpoint(Answer... answers) {
    this.answers = List.of(answers);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      requests.add((target == null
          ? exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() : target.substring(target.indexOf('.') + 1))
          + " " + body);
      Answer answer = answers.get(0);
      if (answers.size() > 1) {
        answers = answers.subList(1, answers.size());
      }
      if (answer.status() == 0) {
        return;
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns the action, or where none is named, method and path, and the JSON of each call so far. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
