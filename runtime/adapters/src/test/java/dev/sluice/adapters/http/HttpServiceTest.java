package dev.sluice.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.api.Problem;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class HttpServiceTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(HttpService.class);
  private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final CompletableFuture<Response> later = new CompletableFuture<>();
  private final HttpService service = new HttpService("127.0.0.1", 0)
      .maxRequestSize(64)
      .get("/greetings/{name}", request -> Response.text(200, "hello " + request.pathParameter("name")))
      .post("/greetings/{name}:shout", request -> Response.text(200, request.pathParameter("name") + "!"))
      .get("/search", request -> {
        request.allowQuery("word");
        return Response.text(200, request.queryParameter("word").orElse("nothing"));
      })
      .post("/echo", request -> Response.json(200, request.json()))
      .get("/broken", request -> {
        throw new IllegalStateException("not for the client's eyes");
      })
      .getLate("/later", request -> later)
      .start();

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void idleConnectionsAreKeptLongerThanALoadBalancerKeepsThem() {
    assertThat(Integer.getInteger("sun.net.httpserver.idleInterval")).as("seconds").isGreaterThan(60);
  }

  @Test
  void pathParametersAreDecodedAndAVerbAfterAColonIsItsOwnRoute() throws Exception {
    assertThat(get("/greetings/a%20b+c").body()).isEqualTo("hello a b+c");
    assertThat(post("/greetings/ada:shout", "").body()).isEqualTo("ada!");
  }


  @Test
  void whatABrowserSendsForAnotherSitesPageIsRefused() throws Exception {
    HttpResponse<String> response = from("https://example.com");
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(problem(response).code()).isEqualTo("other-site");
    assertThat(problem(response).detail()).contains("https://example.com").contains("127.0.0.1:" + service.port());
    assertThat(from("null").statusCode()).isEqualTo(403);
    assertThat(from("http://127.0.0.1:" + service.port()).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> from(String origin) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(service.uri().resolve("/greetings/ada:shout")).header("Origin", origin)
        .POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  @Test
  void anUnknownPathIsNotFoundAndTheNearestIsNamed() throws Exception {
    HttpResponse<String> response = get("/serch");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    Problem problem = problem(response);
    assertThat(problem.code()).isEqualTo("unknown-path");
    assertThat(problem.status()).isEqualTo(404);
    assertThat(problem.type()).isEqualTo("urn:sluice:problem:unknown-path");
    assertThat(problem.detail()).contains("did you mean /search?");
  }

  @Test
  void aWrongMethodIsRefusedWithTheAllowedOnes() throws Exception {
    HttpResponse<String> response = post("/search", "");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET");
    assertThat(problem(response).code()).isEqualTo("method-not-allowed");
  }

  @Test
  void anUnknownQueryParameterIsRefusedWithTheNearestName() throws Exception {
    HttpResponse<String> response = get("/search?wrod=x");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(problem(response).detail()).contains("did you mean \"word\"?");
    assertThat(get("/search?word=a%26b").body()).isEqualTo("a&b");
  }

  @Test
  void malformedJsonIsRefusedWithItsPosition() throws Exception {
    HttpResponse<String> response = post("/echo", "{\"a\": 1,\n \"b\" 2}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(problem(response).code()).isEqualTo("malformed-json");
    assertThat(problem(response).detail()).contains("line 2, column 6");
    assertThat(problem(post("/echo", "")).detail()).contains("no body");
    assertThat(problem(post("/echo", "{} {}")).code()).isEqualTo("malformed-json");
    assertThat(problem(post("/echo", "{\"a\":1,\"a\":2}")).detail()).contains("Duplicate");
  }

  @Test
  void numbersKeepEveryDigit() throws Exception {
    String exact = "{\"a\":1.10,\"b\":12345678901234567890.123456789}";
    assertThat(post("/echo", exact).body()).isEqualTo(exact);
  }

  @Test
  void aBodyOverTheLimitIsRefusedWhetherItsLengthIsKnownOrNot() throws Exception {
    byte[] large = new byte[5_000_000];
    BodyPublisher unknownLength = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large));
    for (BodyPublisher body : List.of(BodyPublishers.ofByteArray(large), unknownLength)) {
      HttpResponse<String> response =
          CLIENT.send(HttpRequest.newBuilder(service.uri().resolve("/echo")).POST(body).build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(problem(response).code()).isEqualTo("request-too-large");
    }
    assertThat(post("/echo", "\"" + "x".repeat(62) + "\"").statusCode()).isEqualTo(200);
    assertThat(post("/echo", "\"" + "x".repeat(63) + "\"").statusCode()).isEqualTo(413);
  }

  @Test
  void anUnexpectedFailureIsAnsweredWithAnIdThatStandsInTheLogAndWithoutItsMessage() throws Exception {
    ListAppender<ILoggingEvent> log = listen();
    HttpResponse<String> response = get("/broken");
    LOGGER.detachAppender(log);
    String id = problem(response).detail().replaceAll(".* ", "");
    assertThat(id).hasSize(8);
    assertThat(log.list).singleElement().satisfies(line -> {
      assertThat(line.getFormattedMessage()).contains(id, "GET /broken");
      assertThat(line.getThrowableProxy().getMessage()).isEqualTo("not for the client's eyes");
    });
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(problem(response).code()).isEqualTo("internal-error");
    assertThat(response.body()).doesNotContain("not for the client's eyes");
  }

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    LOGGER.addAppender(log);
    return log;
  }

  @Test
  void aClientThatLeavesInTheMiddleOfItsBodyIsNoFailure() throws Exception {
    ListAppender<ILoggingEvent> log = listen();
    try (Socket client = new Socket("127.0.0.1", service.port())) {
      client.getOutputStream().write("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    LOGGER.detachAppender(log);
    assertThat(log.list).filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO)).isEmpty();
  }

  @Test
  void lateAnswersHoldNoThread() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiting.add(CLIENT.sendAsync(request("/later"), BodyHandlers.ofString()));
    }
    assertThat(get("/greetings/ada").statusCode()).isEqualTo(200);
    later.complete(Response.text(200, "now"));
    for (CompletableFuture<HttpResponse<String>> response : waiting) {
      assertThat(response.get().body()).isEqualTo("now");
    }
  }

  @Test
  void healthIsAnsweredThoughAllThreadsAreHeldAndOthersWait() throws Exception {
    CountDownLatch entered = new CountDownLatch(2);
    CountDownLatch database = new CountDownLatch(1);
    HttpService slow = HealthEndpoints.addTo(new HttpService("127.0.0.1", 0), Health::healthy, Health::healthy).threads(2).get("/runs", request -> {
      entered.countDown();
      database.await();
      return Response.text(200, "runs");
    }).start();
    HttpRequest runs = HttpRequest.newBuilder(slow.uri().resolve("/runs")).build();
    List<CompletableFuture<HttpResponse<String>>> waiting =
        IntStream.range(0, 10).mapToObj(i -> CLIENT.sendAsync(runs, BodyHandlers.ofString())).toList();
    entered.await();

    assertThat(send(slow, "/healthz").statusCode()).isEqualTo(200);
    database.countDown();
    for (CompletableFuture<HttpResponse<String>> response : waiting) {
      assertThat(response.get().body()).isEqualTo("runs");
    }
    slow.close();
  }

  @Test
  void whoHasWaitedTooLongForAThreadIsCutOff() throws Exception {
    CountDownLatch database = new CountDownLatch(1);
    AtomicLong now = new AtomicLong();
    CountDownLatch asked = new CountDownLatch(3); // when the first came and began, when the second came
    HttpService busy = new HttpService("127.0.0.1", 0).threads(1).nanoTime(() -> {
      long time = now.get();
      asked.countDown();
      return time;
    }).get("/runs", request -> {
      database.await();
      return Response.text(200, "runs");
    }).start();
    try (Socket one = new Socket("127.0.0.1", busy.port()); Socket other = new Socket("127.0.0.1", busy.port())) {
      for (Socket client : List.of(one, other)) {
        client.getOutputStream().write("GET /runs HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      asked.await();
      now.set(Duration.ofSeconds(61).toNanos());
      database.countDown();
      assertThat(List.of(one.getInputStream().read(), other.getInputStream().read())).containsExactlyInAnyOrder((int) 'H', -1);
    }
    busy.close();
  }

  @Test
  void closingLetsARunningRequestFinish() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CompletableFuture<Response> held = new CompletableFuture<>();
    HttpService closing = new HttpService("127.0.0.1", 0).getLate("/held", request -> {
      entered.countDown();
      return held;
    }).start();
    CompletableFuture<HttpResponse<String>> response =
        CLIENT.sendAsync(HttpRequest.newBuilder(closing.uri().resolve("/held")).build(), BodyHandlers.ofString());
    entered.await();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(closing::close);
    held.complete(Response.text(200, "done"));
    assertThat(response.get().body()).isEqualTo("done");
    closed.get();
    closing.close();
  }

  @Test
  void aTakenPortIsNamedWithTheWayOut() {
    HttpService second = new HttpService("127.0.0.1", service.port());
    assertThatThrownBy(second::start)
        .isInstanceOf(UnusableAddressException.class)
        .hasMessageContaining("port " + service.port() + " is taken")
        .hasMessageContaining("SLUICE_HTTP_PORT");
  }

  @Test
  void healthIsTwoHundredOrFiveHundredThreeWithItsChecks() throws Exception {
    try (HttpService health = HealthEndpoints.addTo(new HttpService("127.0.0.1", 0),
        () -> Health.healthy().note("database", false, "answers", "does not answer"),
        () -> Health.healthy().and("database", false, "answers", "does not answer")).start()) {
      HttpResponse<String> alive = send(health, "/healthz");
      assertThat(alive.statusCode()).isEqualTo(200);
      assertThat(alive.body()).contains("\"database\":\"does not answer\"");
      HttpResponse<String> ready = send(health, "/readyz");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("\"database\":\"does not answer\"");
    }
  }

  private static HttpResponse<String> send(HttpService service, String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(service.uri().resolve(path)).build(), BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(service.uri().resolve(path)).build();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(path), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(service.uri().resolve(path)).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private static Problem problem(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readValue(response.body(), Problem.class);
  }
}
