package dev.sluice.infra.configuration;

import com.pulumi.exceptions.RunException;
import java.util.List;

/**
 * A stack file says something that cannot be understood. The message lists all problems at once; the engine prints it without a
 * stack trace, as it does with every {@link RunException}.
 */
public final class UnusableConfigurationException extends RunException {
  private final transient List<String> problems;

  public UnusableConfigurationException(String stack, List<String> problems) {
    super("stack " + stack + ": " + problems.size() + " problem(s) in its configuration:\n  - "
        + String.join("\n  - ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns one sentence a problem. */
  public List<String> problems() {
    return problems;
  }
}
