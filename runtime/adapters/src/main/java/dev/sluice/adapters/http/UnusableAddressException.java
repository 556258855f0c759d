package dev.sluice.adapters.http;

import dev.sluice.contract.Setting;
import java.io.IOException;

/** A service cannot listen where it was told to. */
public final class UnusableAddressException extends RuntimeException {
  private final int port;

  private UnusableAddressException(String message, int port, IOException cause) {
    super(message, cause);
    this.port = port;
  }

  static UnusableAddressException of(String host, int port, IOException cause) {
    String reason = String.valueOf(cause.getMessage());
    String message = reason.contains("in use")
        ? "port " + port + " is taken on " + host + ": stop the process that listens there, or set " + Setting.HTTP_PORT.key()
            + " to another port (0 takes a free one)"
        : "cannot listen on " + host + ":" + port + " (" + reason + "): check " + Setting.HTTP_HOST.key() + " and "
            + Setting.HTTP_PORT.key();
    return new UnusableAddressException(message, port, cause);
  }

  public int port() {
    return port;
  }
}
