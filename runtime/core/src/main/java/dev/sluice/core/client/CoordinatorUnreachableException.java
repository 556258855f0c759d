package dev.sluice.core.client;

import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;

/** The coordinator did not answer. Whether the request was done is not known. */
public final class CoordinatorUnreachableException extends RuntimeException {
  private final transient URI address;

  public CoordinatorUnreachableException(URI address, Throwable cause) {
    super(message(address, cause), cause);
    this.address = address;
  }

  private static String message(URI address, Throwable cause) {
    if (cause instanceof InterruptedException) {
      return "interrupted while the coordinator at " + address + " was asked; whether it did what it was asked is not known";
    }
    if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
      return "the coordinator at " + address + " did not answer in time; whether it did what it was asked is not known";
    }
    return "coordinator not reachable at " + address + ": is the stack up? (" + reason(cause) + ")";
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  public URI address() {
    return address;
  }
}
