package dev.sluice.localstack.engine;

/** A resource of the program could not be created. */
public final class ResourceCreationException extends RuntimeException {
  private final String type;
  private final String name;

  public ResourceCreationException(String type, String name, Throwable cause) {
    super(type + " \"" + name + "\" could not be created: "
        + (cause.getMessage() == null ? cause.toString() : cause.getMessage()), cause);
    this.type = type;
    this.name = name;
  }

  public String type() {
    return type;
  }

  public String name() {
    return name;
  }
}
