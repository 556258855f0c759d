package dev.sluice.core.scaling;

/** The fleet's platform cannot be reached or refused the call. */
public final class FleetUnavailableException extends RuntimeException {
  public FleetUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
