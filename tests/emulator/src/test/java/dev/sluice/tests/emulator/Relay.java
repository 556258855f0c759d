package dev.sluice.tests.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A relay before an emulator that carries each call out once, however often the client repeats it, and hands the answer on a
 * moment after it came, as if the emulator were as far away as AWS is.
 *
 * <p>MiniStack answers within half a millisecond. On a busy machine that is before the AWS provider's HTTP client has noticed
 * that its own request is sent; the client then drops the connection and repeats the call. A creation that is carried out twice
 * fails, since the thing exists already, and Pulumi does not know whose it is. The moment makes that rare; that a repeated call,
 * which AWS's SDKs mark with the number of the first, gets the first answer makes it harmless.
 *
 * <p>Beyond that it can refuse a call, as AWS does where a permission is missing.
 */
final class Relay implements AutoCloseable {
  private static final Duration MOMENT = Duration.ofMillis(20);
  private static final int WAITING_CONNECTIONS = 512;

  private final URI emulator;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, First> firsts = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Queue<String> repeats = new ConcurrentLinkedQueue<>();

  /** The first call of a number; its lock is held while the emulator works on it. */
  private static final class First {
    private RelayedCall.@Nullable Answer answer;
  }

  private Relay(URI emulator) throws IOException {
    this.emulator = emulator;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), WAITING_CONNECTIONS);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  /** Opens a relay to an emulator. */
  static Relay to(URI emulator) throws IOException {
    return new Relay(emulator);
  }

  /** Returns where the emulator seems to be. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Refuses the next call of an action of a service that speaks JSON, such as {@code CreateService}. */
  void refuseNext(String action) {
    refused.add(action);
  }

  /** Returns the actions of the calls that came again and were not carried out again. */
  List<String> repeats() {
    return List.copyOf(repeats);
  }

  private void take(HttpExchange exchange) throws IOException {
    RelayedCall call = RelayedCall.read(exchange);
    RelayedCall.Answer answer;
    try {
      answer = refused.remove(call.action()) ? RelayedCall.Answer.accessDenied(call.action()) : once(call);
    } catch (IOException e) {
      // The emulator has ended; the client is told as it would be without a relay.
      exchange.close();
      return;
    }
    clock.schedule(() -> threads.execute(() -> answer.send(exchange)), MOMENT.toNanos(), TimeUnit.NANOSECONDS);
  }

  private RelayedCall.Answer once(RelayedCall call) throws IOException {
    if (call.number().isEmpty()) {
      return call.carryTo(emulator);
    }
    First first = firsts.computeIfAbsent(call.number().get(), number -> new First());
    synchronized (first) {
      if (first.answer != null && first.answer.isSuccess()) {
        repeats.add(call.action());
        return first.answer;
      }
      // What failed is tried again, as AWS would.
      RelayedCall.Answer answer = call.carryTo(emulator);
      first.answer = answer;
      return answer;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
