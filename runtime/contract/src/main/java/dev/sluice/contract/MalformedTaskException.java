package dev.sluice.contract;

import org.jspecify.annotations.Nullable;

/** A message body is not an {@link OpExecutionTask}. */
public final class MalformedTaskException extends RuntimeException {
  public MalformedTaskException(String reason, @Nullable Throwable cause) {
    super("the message is not an op execution task: " + reason, cause);
  }
}
