package dev.sluice.contract;

/** A message body is not an {@link OpExecutionTask}. */
public final class MalformedTaskException extends RuntimeException {
  public MalformedTaskException(String reason, Throwable cause) {
    super("the message is not an op execution task: " + reason, cause);
  }
}
