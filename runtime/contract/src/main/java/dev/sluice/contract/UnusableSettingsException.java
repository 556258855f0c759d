package dev.sluice.contract;

import java.util.List;

/** Some settings are missing, unknown or malformed. The message lists all of them at once, each with the way out. */
public final class UnusableSettingsException extends RuntimeException {
  private final List<String> problems;

  public UnusableSettingsException(List<String> problems) {
    super(problems.size() + " setting(s) cannot be used:\n  - " + String.join("\n  - ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns one sentence a setting. */
  public List<String> problems() {
    return problems;
  }
}
