package dev.sluice.core.job;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by the code of an op that knows that another attempt cannot help: the op execution fails for good at once, whatever its
 * {@link Retry} says. For exceptions of others see {@link Retry#notOn}.
 */
public class NonRetryableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NonRetryableException(String message) {
    this(message, null);
  }

  public NonRetryableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
