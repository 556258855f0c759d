package dev.sluice.examples.style;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.examples.Example;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StylesTest {
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      try (exchange) {
        exchange.getResponseBody().write(body);
      }
    });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String address() {
    return "{\"url\":\"http://127.0.0.1:" + server.getAddress().getPort() + "/\"}";
  }

  @Test
  void blockingCodeAndFuturesFetchTheSame() throws Exception {
    assertThat(Example.of(new BlockingFetch(), address())).isEqualTo(new Page(200, 5));
    assertThat(Example.of(new FutureFetch(), address())).isEqualTo(new Page(200, 5));
  }

  @Test
  void manyOpsWaitInBlockingCode() throws Exception {
    VirtualThreads.Report report = Example.of(new VirtualThreads(), "{\"time\":\"PT0S\"}");

    // The test's own thread runs them here; OpThreadsTest of the worker shows where they run there.
    assertThat(report).isEqualTo(new VirtualThreads.Report(100, 0));
  }
}
