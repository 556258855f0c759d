package dev.sluice.adapters.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server on the JDK's own. Routes are added before {@link #start()}; after it, it is safe for any thread.
 *
 * <p>Whatever goes wrong is answered with a problem document (RFC 9457). A request that takes over a minute to arrive, or waits longer for
 * a thread, is cut off, and one that a browser sends for the page of another site is refused, since browsers send such requests to servers
 * on the same machine too.
 */
public final class HttpService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
  private static final int DEFAULT_THREADS = 4;
  private static final long DEFAULT_MAX_REQUEST_SIZE = 1 << 20;
  private static final Duration CLOSING_PATIENCE = Duration.ofSeconds(5);
  private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(60);
  /** Longer than an Application Load Balancer keeps a connection that is idle, 60 s by default ({@code idle_timeout.timeout_seconds}). */
  private static final Duration IDLE_PATIENCE = Duration.ofSeconds(75);

  private final String host;
  private final int port;
  private final Router router = new Router();
  private final InFlight inFlight = new InFlight();
  private int threads = DEFAULT_THREADS;
  private long maxRequestSize = DEFAULT_MAX_REQUEST_SIZE;
  private UnaryOperator<RuntimeException> translation = UnaryOperator.identity();
  private LongSupplier nanoTime = System::nanoTime;
  private @Nullable HttpServer server;
  private List<ExecutorService> executors = List.of();

  /** Makes a server that will listen on an interface and a port; port 0 takes a free one. */
  public HttpService(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** Threads that answer requests: the most that are answered at once. {@value #DEFAULT_THREADS} if it is not called. */
  public HttpService threads(int count) {
    this.threads = count;
    return this;
  }

  /** Longest request body in bytes; a longer one is refused with 413. 1 MiB if it is not called. */
  public HttpService maxRequestSize(long bytes) {
    this.maxRequestSize = bytes;
    return this;
  }

  /** Turns what endpoints throw into the {@link ProblemException} that stands for it, or leaves it; nothing is turned if it is not called. */
  public HttpService translating(UnaryOperator<RuntimeException> refusals) {
    this.translation = refusals;
    return this;
  }

  /** Takes the time from elsewhere, as {@link System#nanoTime} gives it. */
  HttpService nanoTime(LongSupplier time) {
    this.nanoTime = time;
    return this;
  }

  /** Answers GET requests. The template has names in braces, for example {@code /v1/runs/{id}}. */
  public HttpService get(String template, Endpoint endpoint) {
    return add("GET", template, request -> CompletableFuture.completedFuture(endpoint.handle(request)), false);
  }

  /** Answers GET requests on none of these threads, which others may hold: the endpoint must not wait for what they wait for. */
  public HttpService getAtOnce(String template, Endpoint endpoint) {
    return add("GET", template, request -> CompletableFuture.completedFuture(endpoint.handle(request)), true);
  }

  /** Answers POST requests. */
  public HttpService post(String template, Endpoint endpoint) {
    return add("POST", template, request -> CompletableFuture.completedFuture(endpoint.handle(request)), false);
  }

  /** Answers GET requests some time later, without holding a thread until then. */
  public HttpService getLate(String template, LateEndpoint endpoint) {
    return add("GET", template, endpoint, false);
  }

  private HttpService add(String method, String template, LateEndpoint endpoint, boolean isAtOnce) {
    router.add(method, template, endpoint, isAtOnce);
    return this;
  }

  /** Lists what it answers, for example {@code GET /healthz}. */
  public List<String> routes() {
    return router.routes();
  }

  /**
   * Listens.
   *
   * @throws UnusableAddressException if the port is taken or the interface is not ours
   */
  public synchronized HttpService start() {
    // Read once, when the server's class is first used. A kept-alive POST would wait 40 ms for a delayed acknowledgement,
    tell("sun.net.httpserver.nodelay", "true");
    // a client that sends its request slower than this would hold one of the threads for ever,
    tell("sun.net.httpserver.maxReqTime", Long.toString(REQUEST_PATIENCE.toSeconds()));
    // and a load balancer answers 502 where it sends a request on a connection that is just being closed here.
    tell("sun.net.httpserver.idleInterval", Long.toString(IDLE_PATIENCE.toSeconds()));
    HttpServer started;
    try {
      started = HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException e) {
      throw UnusableAddressException.of(host, port, e);
    }
    ExecutorService arrivals = ServiceThreads.bounded("http-in", threads);
    ExecutorService requests = ServiceThreads.bounded("http", threads);
    started.setExecutor(arrivals);
    started.createContext("/", exchange -> serve(exchange, requests));
    started.start();
    this.server = started;
    this.executors = List.of(arrivals, requests);
    return this;
  }

  private static void tell(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Finds who answers, before the body is read. */
  private void serve(HttpExchange http, ExecutorService requests) {
    inFlight.enter();
    Exchange exchange = new Exchange(http);
    Router.Match match;
    try {
      exchange.refuseOtherSites();
      match = router.find(exchange.method(), exchange.rawPath());
    } catch (Throwable e) {
      finish(exchange, null, e);
      return;
    }
    if (match.isAtOnce()) {
      answer(exchange, match, requests);
    } else {
      long arrived = nanoTime.getAsLong();
      requests.execute(() -> {
        if (nanoTime.getAsLong() - arrived > REQUEST_PATIENCE.toNanos()) {
          LOG.debug("{} {} has waited too long for a thread", exchange.method(), exchange.rawPath());
          exchange.abandon(); // nobody waits for the answer any more, and what came later would wait for it
          inFlight.leave();
        } else {
          answer(exchange, match, requests);
        }
      });
    }
  }

  private void answer(Exchange exchange, Router.Match match, ExecutorService requests) {
    CompletionStage<Response> answer;
    try {
      answer = match.endpoint().handle(exchange.read(match.pathParameters(), maxRequestSize));
    } catch (ClientGoneException e) {
      leave(exchange, e);
      inFlight.leave();
      return;
    } catch (Throwable e) {
      // Errors too: a class that is missing must not leave the client waiting.
      answer = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Response> future = answer.toCompletableFuture();
    if (future.isDone()) {
      future.whenComplete((response, failure) -> finish(exchange, response, failure));
    } else {
      future.whenCompleteAsync((response, failure) -> finish(exchange, response, failure), requests);
    }
  }

  private void finish(Exchange exchange, @Nullable Response response, @Nullable Throwable failure) {
    try {
      exchange.write(failure == null && response != null ? response : responseTo(exchange, failure));
    } catch (IOException e) {
      leave(exchange, e);
    } finally {
      inFlight.leave();
    }
  }

  private static void leave(Exchange exchange, Exception reason) {
    LOG.debug("the client of {} {} went away: {}", exchange.method(), exchange.rawPath(), reason.getMessage());
    exchange.abandon();
  }

  private Response responseTo(Exchange exchange, @Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    if (cause instanceof RuntimeException refusal && translation.apply(refusal) instanceof ProblemException problem) {
      return problem.response();
    }
    String id = UUID.randomUUID().toString().substring(0, 8);
    LOG.error("request {} failed: {} {}", id, exchange.method(), exchange.rawPath(), cause);
    return new ProblemException(HttpProblem.INTERNAL_ERROR, "the service's log says more under " + id).response();
  }

  /** Returns the port that it listens on. */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.getAddress().getPort();
  }

  /** Returns the address to reach it at from the same machine. */
  public URI uri() {
    String name = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port());
  }

  /** Waits up to 5 s for the requests that are being answered, then stops. */
  @Override
  public synchronized void close() {
    if (server == null) {
      return;
    }
    inFlight.awaitEmpty(CLOSING_PATIENCE);
    server.stop(0);
    executors.forEach(ExecutorService::shutdownNow);
    server = null;
  }
}
