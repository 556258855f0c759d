package dev.sluice.tests.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An endpoint that shows a sign of life to whoever asks, and gives AWS calls no answer, or always the same refusal. */
final class StubbornAws implements AutoCloseable {
  private static final int FORBIDDEN = 403;
  /** What STS says of an access key that it does not know. */
  private static final String UNKNOWN_KEY = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
      + "<Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error>"
      + "<RequestId>0</RequestId></ErrorResponse>";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch called = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private StubbornAws(boolean refuses) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> {
      if (exchange.getRequestMethod().equals("GET")) {
        answer(exchange, 200, "alive");
      } else if (refuses) {
        called.countDown();
        answer(exchange, FORBIDDEN, UNKNOWN_KEY);
      } else {
        holdOn(exchange);
      }
    });
    server.start();
  }

  /** An AWS that never answers a call. */
  static StubbornAws silent() throws IOException {
    return new StubbornAws(false);
  }

  /** An AWS that knows nobody's access key. */
  static StubbornAws refusing() throws IOException {
    return new StubbornAws(true);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns whether a call has arrived. */
  boolean isCalled() {
    return called.getCount() == 0;
  }

  private void holdOn(HttpExchange exchange) {
    called.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
