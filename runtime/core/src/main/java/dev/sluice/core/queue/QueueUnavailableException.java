package dev.sluice.core.queue;

import org.jspecify.annotations.Nullable;

/** The queue cannot be reached or refused the call for now. Whether a send happened is not known. */
public sealed class QueueUnavailableException extends RuntimeException permits QueueNotFoundException {
  public QueueUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
