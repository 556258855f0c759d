package dev.sluice.localstack.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP address for all AWS protocols, on loopback. Credentials and signatures are not checked. Safe for any thread.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String JSON_TYPE = "application/x-amz-json-1.1";

  static {
    // Without it a kept-alive POST to the JDK's server waits 40 ms for a delayed acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool(action -> {
    Thread thread = new Thread(action, "aws-gateway");
    thread.setDaemon(true);
    return thread;
  });
  private final Map<String, JsonService> services = new ConcurrentHashMap<>();
  private final Map<String, RestService> restServices = new ConcurrentHashMap<>();
  private final Map<String, URI> forwards = new ConcurrentHashMap<>();
  private final Forwarding forwarding = new Forwarding();

  private Gateway(HttpServer server) {
    this.server = server;
    server.setExecutor(executor);
    server.createContext("/", this::handle);
  }

  /**
   * Starts the gateway.
   *
   * @param port 0 for a free one
   * @throws PortTakenException if somebody else has the port
   */
  public static Gateway start(int port) throws IOException {
    try {
      Gateway gateway = new Gateway(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
      gateway.server.start();
      return gateway;
    } catch (BindException e) {
      throw new PortTakenException(port, e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Serves the operations of one target prefix, for example {@code AmazonEC2ContainerServiceV20141113}. */
  public void serve(String targetPrefix, JsonService service) {
    services.put(targetPrefix, service);
  }

  /** Passes the operations of one target prefix on to another server. */
  public void forward(String targetPrefix, URI server) {
    forwards.put(targetPrefix, server);
  }

  /** Serves the requests that are signed for a service, for example {@code s3}, and name no target. */
  public void serveSigned(String service, RestService rest) {
    restServices.put(service, rest);
  }

  /** Serves what lies under a path. */
  public void serve(String path, PathService service) {
    server.createContext(path, exchange -> {
      try (exchange) {
        String rest = exchange.getRequestURI().getPath().substring(path.length());
        Optional<PathService.Answer> answer = service.answer(exchange.getRequestMethod(), rest, bodyOf(exchange));
        if (answer.isPresent()) {
          send(exchange, answer.get().status(), "application/json", JSON.writeValueAsBytes(answer.get().body()));
        } else {
          sendJsonError(exchange, new AwsError(404, "NotFound", "nothing is at " + exchange.getRequestURI().getPath()));
        }
      } catch (AwsError e) {
        sendJsonError(exchange, e);
      }
    });
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      try {
        RestService rest = target == null ? RestProtocol.serviceOf(exchange).map(restServices::get).orElse(null) : null;
        if (rest != null) {
          RestProtocol.handle(exchange, rest);
        } else if (target == null) {
          handleQuery(exchange);
        } else {
          handleJson(exchange, target);
        }
      } catch (AwsError e) {
        if (target == null) {
          send(exchange, e.status(), "text/xml", QueryProtocol.error(e));
        } else {
          sendJsonError(exchange, e);
        }
      } catch (RuntimeException e) {
        LOG.error("{} failed", target, e);
        sendJsonError(exchange, new AwsError(500, "InternalFailure", "the local cloud failed: " + e));
      }
    }
  }

  private void handleJson(HttpExchange exchange, String target) throws IOException {
    int dot = target.lastIndexOf('.');
    String prefix = target.substring(0, Math.max(0, dot));
    String operation = target.substring(dot + 1);
    URI other = forwards.get(prefix);
    if (other != null) {
      forwarding.pass(exchange, other);
      return;
    }
    JsonService service = services.get(prefix);
    if (service == null) {
      throw AwsError.unsupported(target);
    }
    JsonNode answer = service.answer(operation, bodyOf(exchange)).orElseThrow(() -> AwsError.unsupported(operation));
    send(exchange, 200, JSON_TYPE, JSON.writeValueAsBytes(answer));
  }

  private static void handleQuery(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    throw AwsError.unsupported(QueryProtocol.actionOf(body, exchange.getRequestURI())
        .orElse(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()));
  }

  private static JsonNode bodyOf(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    try {
      return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new AwsError(400, "SerializationException", "the request is not JSON: " + e.getOriginalMessage());
    }
  }

  private static void sendJsonError(HttpExchange exchange, AwsError error) throws IOException {
    byte[] body = JSON.writeValueAsBytes(Map.of("__type", error.code(), "message", String.valueOf(error.getMessage())));
    exchange.getResponseHeaders().set("X-Amzn-ErrorType", error.code());
    send(exchange, error.status(), JSON_TYPE, body);
  }

  static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
