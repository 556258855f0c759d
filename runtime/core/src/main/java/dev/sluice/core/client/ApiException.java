package dev.sluice.core.client;

import dev.sluice.core.api.Problem;
import java.util.stream.Collectors;

/** The coordinator refused a request, or failed, and said why. */
public final class ApiException extends RuntimeException {
  private final transient Problem problem;

  public ApiException(Problem problem) {
    super(text(problem));
    this.problem = problem;
  }

  private static String text(Problem problem) {
    String errors = problem.errors().stream()
        .map(error -> "\n  - " + error.field() + ": " + error.detail())
        .collect(Collectors.joining());
    return problem.detail() + " (" + problem.status() + " " + problem.code() + ")" + errors;
  }

  public Problem problem() {
    return problem;
  }

  /** Returns the stable name of the kind of problem, for example {@code unknown-job}. */
  public String code() {
    return problem.code();
  }
}
