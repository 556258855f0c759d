package dev.sluice.adapters.http;

import java.io.IOException;

/** A request whose body did not come to its end: its client has gone, or was too slow. */
final class ClientGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClientGoneException(IOException cause) {
    super(cause.toString(), cause);
  }
}
