package dev.sluice.core.job;

import java.util.List;

/** A job is not well defined. The message lists everything that is wrong with it at once. */
public final class JobDefinitionException extends RuntimeException {
  private final String job;
  private final List<String> problems;

  public JobDefinitionException(String job, List<String> problems) {
    super("job \"" + job + "\" is not well defined:\n  - " + String.join("\n  - ", problems));
    this.job = job;
    this.problems = List.copyOf(problems);
  }

  /** Makes one of a definition that something else kept from its end. */
  public JobDefinitionException(String job, String problem, Throwable cause) {
    this(job, List.of(problem));
    initCause(cause);
  }

  public String job() {
    return job;
  }

  public List<String> problems() {
    return problems;
  }
}
