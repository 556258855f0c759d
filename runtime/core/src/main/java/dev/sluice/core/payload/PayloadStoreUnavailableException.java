package dev.sluice.core.payload;

/** The payload store cannot be reached, or refuses us. Repeating the call is safe. */
public final class PayloadStoreUnavailableException extends RuntimeException {
  public PayloadStoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
