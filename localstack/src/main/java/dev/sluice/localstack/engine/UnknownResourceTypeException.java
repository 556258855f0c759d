package dev.sluice.localstack.engine;

/** The program registers a resource of a type that the local cloud does not have. */
public final class UnknownResourceTypeException extends RuntimeException {
  private final String type;

  public UnknownResourceTypeException(String type, String name) {
    super("the local cloud has no " + type + " (resource \"" + name
        + "\"): leave it out of this stack by configuration, deploy the stack to"
        + " an emulator or to AWS instead, or add a ResourceHandler for the type to ResourceCatalog");
    this.type = type;
  }

  public String type() {
    return type;
  }
}
