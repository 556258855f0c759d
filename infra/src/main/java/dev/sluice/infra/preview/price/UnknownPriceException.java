package dev.sluice.infra.preview.price;

/** The price table lacks something that the stack has. The message names it, and what the table has. */
public final class UnknownPriceException extends RuntimeException {
  UnknownPriceException(String message) {
    super(message);
  }
}
