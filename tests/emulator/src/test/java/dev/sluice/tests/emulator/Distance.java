package dev.sluice.tests.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A relay that hands each answer of an emulator on a moment after it came, as if the emulator were as far away as AWS is.
 *
 * <p>MiniStack answers within half a millisecond. On a busy machine that is before the AWS provider's HTTP client has noticed that
 * its own request is sent; the client then drops the connection and repeats the call, and a creation that is repeated fails, since
 * the thing exists already.
 */
final class Distance implements AutoCloseable {
  private static final Duration DELAY = Duration.ofMillis(20);
  private static final int BUFFER_BYTES = 64 * 1024;

  private final URI emulator;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  /** One thread, so that what came first is handed on first; what comes after the end is for nobody. */
  private final ScheduledExecutorService answers = new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private Distance(URI emulator) throws IOException {
    this.emulator = emulator;
    this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  }

  /** Opens a relay to an emulator. */
  static Distance to(URI emulator) throws IOException {
    Distance distance = new Distance(emulator);
    distance.threads.execute(distance::accept);
    return distance;
  }

  /** Returns where the emulator seems to be. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), emulator.getPort());
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        open.add(near);
        open.add(far);
        threads.execute(() -> forward(near, far));
        threads.execute(() -> answer(far, near));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new AssertionError("the relay to " + emulator + " broke", e);
        }
      }
    }
  }

  private void forward(Socket near, Socket far) {
    try {
      near.getInputStream().transferTo(far.getOutputStream());
      far.shutdownOutput();
    } catch (IOException e) {
      end(near, far);
    }
  }

  private void answer(Socket far, Socket near) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream input = far.getInputStream();
      for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
        byte[] part = Arrays.copyOf(buffer, length);
        later(() -> write(near, far, part));
      }
      later(() -> end(near, far));
    } catch (IOException e) {
      end(near, far);
    }
  }

  private void later(Runnable action) {
    answers.schedule(action, DELAY.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void write(Socket near, Socket far, byte[] part) {
    try {
      near.getOutputStream().write(part);
    } catch (IOException e) {
      end(near, far);
    }
  }

  private void end(Socket near, Socket far) {
    for (Socket socket : new Socket[] {near, far}) {
      open.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        throw new AssertionError("a socket of the relay does not close", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    answers.shutdownNow();
    threads.shutdownNow();
  }
}
