package dev.sluice.tests.endtoend.permissions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between the services and their cloud, writes down every call, and passes it on as it came. Who calls is told by the
 * access key, as AWS tells it; calls to a task's agent, which have none, by the first part of their path. Safe for any thread.
 */
public final class CallRecorder implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern ACCESS_KEY = Pattern.compile("Credential=([^/]+)/");
  private static final Pattern AGENT_PATH = Pattern.compile("/([^/]+)(/ecs-agent/([^/]+)/(.*))");
  /** Headers that the client sets by itself and refuses to be told. */
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CompletableFuture<URI> cloud = new CompletableFuture<>();
  private final Set<AwsCall> calls = ConcurrentHashMap.newKeySet();

  private CallRecorder(HttpServer server) {
    this.server = server;
  }

  /** Begins to listen; calls wait for {@link #passOnTo}. */
  public static CallRecorder start() throws IOException {
    CallRecorder recorder = new CallRecorder(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    recorder.server.setExecutor(recorder.threads);
    recorder.server.createContext("/", recorder::handle);
    recorder.server.start();
    return recorder;
  }

  /** Names the cloud. */
  public void passOnTo(URI endpoint) {
    cloud.complete(endpoint);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns the calls so far, each once. */
  public Set<AwsCall> calls() {
    return Set.copyOf(calls);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().toString();
      Matcher agent = AGENT_PATH.matcher(path);
      boolean toAgent = agent.matches();
      calls.addAll(toAgent
          ? List.of(new AwsCall(agent.group(1), "ECS-agent." + exchange.getRequestMethod() + " " + agent.group(4), agent.group(3)))
          : calls(exchange, body));
      answer(exchange, pass(exchange, toAgent ? agent.group(2) : path, body));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Reads a call of the JSON protocol or to S3, which counts as one for each task that it names; any other keeps its method and path as its
   * operation, which has no action.
   */
  private static List<AwsCall> calls(HttpExchange exchange, byte[] body) throws IOException {
    String role = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).map(ACCESS_KEY::matcher)
        .filter(Matcher::find).map(key -> key.group(1)).orElse("nobody");
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target == null && S3Calls.isOne(exchange)) {
      return List.of(S3Calls.read(role, exchange));
    }
    if (target == null) {
      return List.of(new AwsCall(role, exchange.getRequestMethod() + " " + exchange.getRequestURI(), ""));
    }
    String operation = target.replaceFirst("^AmazonSQS\\.", "SQS.")
        .replaceFirst("^AmazonEC2ContainerServiceV20141113\\.", "ECS.");
    JsonNode request = JSON.readTree(body);
    List<AwsCall> ofTasks = new ArrayList<>();
    request.path("tasks").forEach(task -> ofTasks.add(new AwsCall(role, operation, task.asText())));
    return ofTasks.isEmpty() ? List.of(new AwsCall(role, operation, resource(request))) : ofTasks;
  }

  /** A request that names several services has no resource that we know, and so is not passed over. */
  private static String resource(JsonNode request) {
    if (request.path("services").size() > 1) {
      return "";
    }
    for (String pointer : List.of("/QueueUrl", "/service", "/services/0")) {
      if (request.at(pointer).isTextual()) {
        return request.at(pointer).asText();
      }
    }
    return "";
  }

  private HttpResponse<byte[]> pass(HttpExchange exchange, String path, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(cloud.join().resolve(path))
        .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange.getRequestHeaders().forEach((name, values) -> {
      if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
        values.forEach(value -> request.header(name, value));
      }
    });
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
    response.headers().map().forEach((name, values) -> {
      if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
        exchange.getResponseHeaders().put(name, values);
      }
    });
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
