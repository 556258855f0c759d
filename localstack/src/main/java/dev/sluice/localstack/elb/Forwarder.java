package dev.sluice.localstack.elb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a port of loopback and passes each connection on to one of the targets that are ready, in turn; to the next where
 * one does not answer. Safe for any thread.
 */
final class Forwarder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final int CONNECT_TIMEOUT_MILLISECONDS = 2_000;
  private static final byte[] NO_TARGET = ("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
      .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listening;
  private final boolean answersHttp;
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService executor = Executors.newCachedThreadPool(action -> {
    Thread thread = new Thread(action, "load-balancer");
    thread.setDaemon(true);
    return thread;
  });
  private volatile Supplier<List<InetSocketAddress>> targets = List::of;

  private Forwarder(ServerSocket listening, boolean answersHttp) {
    this.listening = listening;
    this.answersHttp = answersHttp;
  }

  /** @param answersHttp true if a client is told by HTTP that no target is ready, as an application load balancer does */
  static Forwarder start(boolean answersHttp) throws IOException {
    Forwarder forwarder = new Forwarder(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), answersHttp);
    forwarder.executor.execute(forwarder::acceptAll);
    return forwarder;
  }

  int port() {
    return listening.getLocalPort();
  }

  void forwardTo(Supplier<List<InetSocketAddress>> now) {
    targets = now;
  }

  private void acceptAll() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        executor.execute(() -> serve(client));
      } catch (IOException | RejectedExecutionException e) {
        LOG.debug("the load balancer on port {} has stopped: {}", port(), e.toString());
      }
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try (client) {
      client.setTcpNoDelay(true);
      Optional<Socket> target = connect();
      if (target.isEmpty()) {
        refuse(client);
        return;
      }
      try (Socket server = target.get()) {
        open.add(server);
        executor.execute(() -> copy(client, server));
        copy(server, client);
        open.remove(server);
      }
    } catch (IOException | RejectedExecutionException e) {
      LOG.debug("a connection through the load balancer ended: {}", e.toString());
    } finally {
      open.remove(client);
    }
  }

  private void refuse(Socket client) throws IOException {
    if (answersHttp) {
      // What the client says is read first: closing over unread bytes would reset the connection before it reads the answer.
      client.setSoTimeout(CONNECT_TIMEOUT_MILLISECONDS);
      client.getInputStream().read(new byte[8192]);
      client.getOutputStream().write(NO_TARGET);
      client.shutdownOutput();
    }
  }

  private Optional<Socket> connect() {
    List<InetSocketAddress> ready = targets.get();
    int first = turn.getAndIncrement();
    for (int i = 0; i < ready.size(); i++) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(ready.get(Math.floorMod(first + i, ready.size())), CONNECT_TIMEOUT_MILLISECONDS);
        return Optional.of(socket);
      } catch (IOException e) {
        LOG.debug("a target does not answer: {}", e.toString());
        closeQuietly(socket);
      }
    }
    return Optional.empty();
  }

  /** Copies until the source ends, then tells the other side; a connection ends when its target has said everything. */
  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16_384];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.trace("closing a socket", e);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("closing the load balancer on port {}", port(), e);
    }
    open.forEach(Forwarder::closeQuietly);
    executor.shutdownNow();
  }
}
