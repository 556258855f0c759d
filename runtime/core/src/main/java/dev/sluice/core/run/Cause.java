package dev.sluice.core.run;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Why an attempt failed, as it is stored.
 *
 * @param type class name of the exception, or a name of the platform's own such as {@code Timeout}
 * @param message one line
 * @param stackTrace the stack trace, shortened to {@value #MAX_STACK_TRACE_LENGTH} letters; may be empty
 */
public record Cause(String type, String message, String stackTrace) {
  static final int MAX_STACK_TRACE_LENGTH = 8_000;

  public Cause {
    if (stackTrace.length() > MAX_STACK_TRACE_LENGTH) {
      stackTrace = stackTrace.substring(0, MAX_STACK_TRACE_LENGTH);
    }
  }

  /** Takes type, message and stack trace of an exception. */
  public static Cause of(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return new Cause(failure.getClass().getName(), String.valueOf(failure.getMessage()), trace.toString());
  }

  /** A cause that is not an exception of the op's own code. */
  public static Cause named(String type, String message) {
    return new Cause(type, message, "");
  }
}
