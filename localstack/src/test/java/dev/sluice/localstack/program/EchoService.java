package dev.sluice.localstack.program;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service of a few lines: {@code /healthz} answers with 200, after {@code POST /sick} with 503; {@code /env} answers with its
 * variables, {@code /crash} ends it. {@code CRASH=true} makes it fail at its start, {@code STUBBORN=true} deaf to SIGTERM.
 */
public final class EchoService {
  private EchoService() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment = System.getenv();
    if ("true".equals(environment.get("CRASH"))) {
      System.err.println("cannot start: the flux is not aligned");
      System.exit(3);
    }
    if ("true".equals(environment.get("STUBBORN"))) {
      Runtime.getRuntime().addShutdownHook(new Thread(EchoService::neverEnd));
    } else {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ended in order")));
    }
    AtomicInteger health = new AtomicInteger(200);
    int port = Integer.parseInt(environment.getOrDefault("HTTP_PORT", "0"));
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/healthz", exchange -> {
      exchange.sendResponseHeaders(health.get(), -1);
      exchange.close();
    });
    server.createContext("/sick", exchange -> {
      health.set(503);
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.createContext("/env", exchange -> {
      StringBuilder text = new StringBuilder("PROCESSORS=" + Runtime.getRuntime().availableProcessors() + "\nMAX_HEAP="
          + Runtime.getRuntime().maxMemory() + "\n");
      new TreeMap<>(environment).forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
      byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.createContext("/crash", exchange -> Runtime.getRuntime().halt(9));
    server.start();
    System.out.println("listening on " + port);
  }

  private static void neverEnd() {
    System.out.println("SIGTERM passed over");
    new CompletableFuture<Void>().join();
  }
}
