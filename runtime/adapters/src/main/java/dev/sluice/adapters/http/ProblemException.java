package dev.sluice.adapters.http;

import dev.sluice.core.api.FieldError;
import dev.sluice.core.api.Problem;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem document. */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;
  private final transient Map<String, String> headers;

  public ProblemException(ProblemKind kind, String detail) {
    this(kind, detail, List.of(), Map.of());
  }

  public ProblemException(ProblemKind kind, String detail, List<FieldError> errors) {
    this(kind, detail, errors, Map.of());
  }

  /** Adds headers, for example {@code Allow}. */
  public ProblemException(ProblemKind kind, String detail, List<FieldError> errors, Map<String, String> headers) {
    // An answer to a caller, not a failure of ours: nobody reads its stack.
    super(detail, null, false, false);
    this.problem = new Problem(Problem.TYPE_PREFIX + kind.code(), kind.title(), kind.status(), detail, kind.code(), errors);
    this.headers = Map.copyOf(headers);
  }

  public Problem problem() {
    return problem;
  }

  Response response() {
    return Response.of(problem.status(), Problem.MEDIA_TYPE, HttpJson.bytes(problem)).with(headers);
  }
}
