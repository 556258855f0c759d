package dev.sluice.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Chooses free ports on loopback, each one once. Safe for any thread. */
public final class FreePorts {
  private final Set<Integer> given = new HashSet<>();

  /** Returns a port that nobody listens on now and that was not returned before. */
  public synchronized int next() {
    while (true) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (given.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("no free port on loopback", e);
      }
    }
  }
}
