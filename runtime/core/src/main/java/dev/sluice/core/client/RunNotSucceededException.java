package dev.sluice.core.client;

import dev.sluice.core.api.RunResult;
import java.util.stream.Collectors;

/** A run has no output to return: it failed, was called off, or has not ended in the time that somebody waited for it. */
public final class RunNotSucceededException extends RuntimeException {
  private final transient RunResult result;

  RunNotSucceededException(RunResult result) {
    super(text(result));
    this.result = result;
  }

  private static String text(RunResult result) {
    String run = "run " + result.runId() + " of job " + result.job();
    if (!result.isTerminal()) {
      return run + " is still " + result.status() + " and goes on: wait longer, or ask for it later by its id";
    }
    return run + " ended " + result.status() + result.failures().stream()
        .map(op -> "\n  - op " + op.opKey() + ", attempt " + op.attempt()
            + (op.cause() == null ? "" : ": " + op.cause().type() + ": " + op.cause().message()))
        .collect(Collectors.joining());
  }

  /** How it stands, with the ops that failed. */
  public RunResult result() {
    return result;
  }
}
