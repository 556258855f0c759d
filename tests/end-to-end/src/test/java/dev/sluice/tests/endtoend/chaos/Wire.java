package dev.sluice.tests.endtoend.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A wire between services and an endpoint: connections go through it until it is cut, which ends all of them at once. */
final class Wire implements AutoCloseable {
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "wire");
    thread.setDaemon(true);
    return thread;
  });
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile URI target = URI.create("http://127.0.0.1:1");
  private volatile boolean cut;

  private Wire(ServerSocket listening) {
    this.listening = listening;
  }

  /** Listens on a free port of loopback. */
  static Wire open() throws IOException {
    Wire wire = new Wire(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()));
    wire.threads.execute(wire::accept);
    return wire;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  void leadTo(URI endpoint) {
    target = endpoint;
  }

  /** Ends every connection and refuses new ones, until it is mended. */
  void cut() {
    cut = true;
    open.forEach(Wire::end);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        threads.execute(() -> carry(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void carry(Socket client) {
    open.add(client);
    try (client) {
      if (cut) {
        return;
      }
      client.setTcpNoDelay(true);
      try (Socket server = new Socket(target.getHost(), target.getPort())) {
        server.setTcpNoDelay(true);
        open.add(server);
        threads.execute(() -> copy(client, server));
        copy(server, client);
        open.remove(server);
      }
    } catch (IOException e) {
      // One of the two ends is gone, and so is the other.
    } finally {
      open.remove(client);
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16_384];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // The connection is over.
    } finally {
      end(from);
      end(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    open.forEach(Wire::end);
    threads.shutdownNow();
  }
}
