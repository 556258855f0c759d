package dev.sluice.localstack.gateway;

/** The port that was asked for is somebody else's. */
public final class PortTakenException extends RuntimeException {
  private final int port;

  public PortTakenException(int port, Throwable cause) {
    super("port " + port + " on 127.0.0.1 is taken: end the program that listens there, or choose another port"
        + " (0 takes a free one)", cause);
    this.port = port;
  }

  public int port() {
    return port;
  }
}
