package dev.sluice.core.queue;

/** The queue cannot be reached or refused the call for now. Whether a send happened is not known. */
public final class QueueUnavailableException extends RuntimeException {
  public QueueUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
