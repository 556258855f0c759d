package dev.sluice.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger carriedOut = new AtomicInteger();
  private volatile int status = 200;
  private HttpServer emulator;
  private Relay relay;

  @BeforeEach
  void start() throws IOException {
    emulator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    emulator.createContext("/", exchange -> {
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      byte[] body = ("call " + carriedOut.incrementAndGet() + ": " + asked).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("X-Kept", "yes");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    emulator.start();
    relay = Relay.to(URI.create("http://127.0.0.1:" + emulator.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    relay.close();
    emulator.stop(0);
  }

  @Test
  void aRepeatedCallGetsTheFirstAnswerAndIsNotCarriedOutAgain() throws Exception {
    HttpResponse<String> first = call("a", "CreateRole");
    HttpResponse<String> again = call("a", "CreateRole");
    HttpResponse<String> other = call("b", "CreateRole");

    assertThat(first.body()).isEqualTo("call 1: Action=CreateRole&x=1");
    assertThat(first.headers().firstValue("x-kept")).contains("yes");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(other.body()).startsWith("call 2");
    assertThat(relay.repeats()).containsExactly("CreateRole");
  }

  @Test
  void aRefusedCallIsCarriedOutAgainWhenItIsRepeated() throws Exception {
    status = 503;
    assertThat(call("a", "CreateRole").statusCode()).isEqualTo(503);
    status = 200;

    assertThat(call("a", "CreateRole").body()).startsWith("call 2");
    assertThat(relay.repeats()).isEmpty();
  }

  @Test
  void anActionIsRefusedOnce() throws Exception {
    relay.refuseNext("CreateRole");

    assertThat(call("a", "CreateQueue").statusCode()).isEqualTo(200);
    assertThat(call("b", "CreateRole").body()).contains("AccessDeniedException").contains("perform: CreateRole");
    assertThat(call("c", "CreateRole").statusCode()).isEqualTo(200);
    assertThat(carriedOut).hasValue(2);
  }

  private HttpResponse<String> call(String number, String action) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(relay.endpoint())
        .header("Amz-Sdk-Invocation-Id", number)
        .POST(BodyPublishers.ofString("Action=" + action + "&x=1")).build(), BodyHandlers.ofString());
  }
}
