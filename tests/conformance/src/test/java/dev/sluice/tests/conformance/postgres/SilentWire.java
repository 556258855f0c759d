package dev.sluice.tests.conformance.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A wire to a database that can fall silent, as it does when a machine goes away without a word: what is on the connections of that moment is
 * swallowed, and none of them is closed. Connections that are made later are carried, as to the machine that takes over.
 */
final class SilentWire implements AutoCloseable {
  private final ServerSocket listening;
  private final int database;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "silent wire");
    thread.setDaemon(true);
    return thread;
  });
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger silences = new AtomicInteger();

  private SilentWire(ServerSocket listening, int database) {
    this.listening = listening;
    this.database = database;
  }

  /** Leads to a port of this machine. */
  static SilentWire to(int database) throws IOException {
    SilentWire wire = new SilentWire(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), database);
    wire.threads.execute(wire::accept);
    return wire;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + listening.getLocalPort() + "/postgres";
  }

  void fallSilent() {
    silences.incrementAndGet();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), database);
        open.add(client);
        open.add(server);
        int made = silences.get();
        threads.execute(() -> carry(client, server, made));
        threads.execute(() -> carry(server, client, made));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void carry(Socket from, Socket to, int made) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16_384];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (silences.get() == made) {
          out.write(buffer, 0, read);
          out.flush();
        }
      }
    } catch (IOException e) {
      // The connection is over.
    }
    if (silences.get() == made) {
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
    open.forEach(SilentWire::end);
    threads.shutdownNow();
  }
}
