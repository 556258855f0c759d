package dev.sluice.core.client;

import java.net.URI;

/** Nobody answers at the coordinator's address. Whether the request was done is not known. */
public final class CoordinatorUnreachableException extends RuntimeException {
  private final transient URI address;

  public CoordinatorUnreachableException(URI address, Throwable cause) {
    super("coordinator not reachable at " + address + ": is the stack up? (" + reason(cause) + ")", cause);
    this.address = address;
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  public URI address() {
    return address;
  }
}
