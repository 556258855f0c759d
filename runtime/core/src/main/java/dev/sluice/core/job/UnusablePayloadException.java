package dev.sluice.core.job;

import org.jspecify.annotations.Nullable;

/** An input or output cannot be written, read or kept. Trying again does not help. */
public final class UnusablePayloadException extends RuntimeException {
  public UnusablePayloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
