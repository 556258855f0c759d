package dev.sluice.core.run;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * Why an attempt failed, as it is stored: without letters of code 0, which PostgreSQL's texts cannot have.
 *
 * @param type class name of the exception, or a name of the platform's own such as {@code Timeout}
 * @param message what it says, shortened to {@value #MAX_MESSAGE_LENGTH} letters
 * @param stackTrace the stack trace, shortened to {@value #MAX_STACK_TRACE_LENGTH} letters; may be empty
 */
public record Cause(String type, String message, String stackTrace) {
  static final int MAX_STACK_TRACE_LENGTH = 8_000;

  static final int MAX_MESSAGE_LENGTH = 8_000;

  public Cause {
    type = withoutNul(type);
    message = withoutNul(message);
    stackTrace = withoutNul(stackTrace);
    if (message.length() > MAX_MESSAGE_LENGTH) {
      message = message.substring(0, MAX_MESSAGE_LENGTH);
    }
    if (stackTrace.length() > MAX_STACK_TRACE_LENGTH) {
      stackTrace = stackTrace.substring(0, MAX_STACK_TRACE_LENGTH);
    }
  }

  private static String withoutNul(String text) {
    return text.replace("\0", "");
  }

  /** Takes type, message and stack trace of an exception. */
  public static Cause of(Throwable failure) {
    Beginning trace = new Beginning();
    failure.printStackTrace(new PrintWriter(trace));
    return new Cause(failure.getClass().getName(), String.valueOf(failure.getMessage()), trace.toString());
  }

  /** Keeps the letters that a stack trace may have, however many are written. */
  private static final class Beginning extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] letters, int offset, int count) {
      text.append(letters, offset, Math.min(count, MAX_STACK_TRACE_LENGTH - text.length()));
    }

    @Override
    public void write(String letters, int offset, int count) {
      text.append(letters, offset, offset + Math.min(count, MAX_STACK_TRACE_LENGTH - text.length()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }

  /** A cause that is not an exception of the op's own code. */
  public static Cause named(String type, String message) {
    return new Cause(type, message, "");
  }
}
