package dev.sluice.localstack.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The program did not run to its end, or a resource of it could not be created. The message lists all reasons. */
public final class FailedProgramException extends RuntimeException {
  private final List<String> reasons;

  public FailedProgramException(List<String> reasons, @Nullable Throwable cause) {
    super("the stack could not be created:\n  - " + String.join("\n  - ", reasons), cause);
    this.reasons = List.copyOf(reasons);
  }

  /** Returns one reason a sentence. */
  public List<String> reasons() {
    return reasons;
  }
}
