package dev.sluice.core.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an attempt produced. Written as JSON with a {@code kind} field. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ExecutionResult.Success.class, name = "success"),
  @JsonSubTypes.Type(value = ExecutionResult.Failure.class, name = "failure"),
  @JsonSubTypes.Type(value = ExecutionResult.Canceled.class, name = "canceled"),
  @JsonSubTypes.Type(value = ExecutionResult.Suspended.class, name = "suspended")
})
public sealed interface ExecutionResult {
  /**
   * The op returned.
   *
   * @param output its output as JSON text
   * @param steering what that does to the rest of the run; not written
   */
  record Success(String output, @JsonIgnore Steering steering) implements ExecutionResult {
    public Success {
      steering = Objects.requireNonNullElse(steering, Steering.NONE);
    }

    /** A success that lets go on what waits for it, and nothing else. */
    public Success(String output) {
      this(output, Steering.NONE);
    }
  }

  /**
   * The op has started a sub-job, and goes on when that has ended: it holds no slot meanwhile.
   *
   * @param child the sub-job's run, submitted in the same commit
   * @param patience time from then on after which it is called off; null for none
   */
  record Suspended(RunRequest child, @Nullable Duration patience) implements ExecutionResult {}

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
