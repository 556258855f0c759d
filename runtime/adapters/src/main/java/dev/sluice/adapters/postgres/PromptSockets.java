package dev.sluice.adapters.postgres;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;

/**
 * Sockets for the connection of {@link Notices}. When a notice has come, the driver looks whether there is another one, by a read that waits a
 * millisecond, and hands over the first only then (pgjdbc 42.7, {@code PGStream.hasMessagePending}). That is a quarter of what a
 * short run takes. Here such a read waits for nothing. Public, as the driver makes it by name; safe for any thread.
 */
public final class PromptSockets extends SocketFactory {
  private static final int LOOK_MILLISECONDS = 1;

  /** The driver makes it. */
  public PromptSockets() {}

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public InputStream getInputStream() throws IOException {
        return new Prompt(super.getInputStream(), this::getSoTimeout);
      }
    };
  }

  /** The driver connects by itself. */
  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  /** How long a read waits now, in milliseconds. */
  interface Patience {
    int get() throws SocketException;
  }

  /** Reads what is there, if a read has no more patience than for a look. */
  static final class Prompt extends FilterInputStream {
    private final Patience patience;

    Prompt(InputStream in, Patience patience) {
      super(in);
      this.patience = patience;
    }

    @Override
    public int read() throws IOException {
      look();
      return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      look();
      return super.read(bytes, offset, length);
    }

    private void look() throws IOException {
      if (patience.get() == LOOK_MILLISECONDS && available() == 0) {
        throw new SocketTimeoutException("nothing there");
      }
    }
  }
}
