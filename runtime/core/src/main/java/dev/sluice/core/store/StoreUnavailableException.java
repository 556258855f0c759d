package dev.sluice.core.store;

/** The store cannot be reached or cut the connection. Nothing is known about the call; repeating it is safe. */
public final class StoreUnavailableException extends RuntimeException {
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
