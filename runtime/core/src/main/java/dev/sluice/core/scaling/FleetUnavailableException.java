package dev.sluice.core.scaling;

import org.jspecify.annotations.Nullable;

/** The fleet's platform cannot be reached or refused the call. */
public final class FleetUnavailableException extends RuntimeException {
  public FleetUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
