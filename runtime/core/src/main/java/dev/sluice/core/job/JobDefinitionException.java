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

  public String job() {
    return job;
  }

  public List<String> problems() {
    return problems;
  }
}
