package dev.sluice.localstack.ecs;

/** An error as the ECS API answers it. */
public class EcsException extends RuntimeException {
  private final String code;

  /** @param code name of the error in the ECS API, for example {@code ServiceNotFoundException} */
  public EcsException(String code, String message) {
    super(message);
    this.code = code;
  }

  public final String code() {
    return code;
  }
}
