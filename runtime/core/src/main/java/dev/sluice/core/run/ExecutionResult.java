package dev.sluice.core.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an attempt produced. Written as JSON with a {@code kind} field. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ExecutionResult.Success.class, name = "success"),
  @JsonSubTypes.Type(value = ExecutionResult.Failure.class, name = "failure"),
  @JsonSubTypes.Type(value = ExecutionResult.Canceled.class, name = "canceled")
})
public sealed interface ExecutionResult {
  /**
   * The op returned.
   *
   * @param output its output as JSON text
   */
  record Success(String output) implements ExecutionResult {}

  /**
   * The op threw, or ran out of time.
   *
   * @param cause why
   * @param retryable whether another attempt may help
   */
  record Failure(Cause cause, boolean retryable) implements ExecutionResult {}

  /**
   * The op ended because its run was called off.
   *
   * @param reason who or what called it off
   */
  record Canceled(String reason) implements ExecutionResult {}
}
