package dev.sluice.localstack.ecs;

/** A request or definition that ECS refuses as {@code InvalidParameterException}. */
public final class InvalidEcsRequestException extends EcsException {
  public InvalidEcsRequestException(String message) {
    super("InvalidParameterException", message);
  }
}
