package dev.sluice.localstack.secrets;

/** A secret or parameter is not there, or not in the form that it is asked for. */
public final class UnknownSecretException extends RuntimeException {
  private final String id;

  public UnknownSecretException(String id, String reason) {
    super("secret " + id + " cannot be read: " + reason);
    this.id = id;
  }

  public String id() {
    return id;
  }
}
