package dev.sluice.core.payload;

/** A row refers to a payload that is not in the store, or is not what was put there. Trying again does not help. */
public final class LostPayloadException extends RuntimeException {
  private final String reference;

  public LostPayloadException(String what, String reference, String reason) {
    super(what + " is lost: " + reason + " (" + reference + ")");
    this.reference = reference;
  }

  /** What the row holds. */
  public String reference() {
    return reference;
  }
}
