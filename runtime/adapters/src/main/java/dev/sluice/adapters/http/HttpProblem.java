package dev.sluice.adapters.http;

/** The kinds of problem that every service may answer with. */
public enum HttpProblem implements ProblemKind {
  OTHER_SITE("other-site", 403, "The request comes from a page of another site"),
  UNKNOWN_PATH("unknown-path", 404, "There is nothing at this path"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "This path has no such method"),
  REQUEST_TOO_LARGE("request-too-large", 413, "The request body is too large"),
  MALFORMED_JSON("malformed-json", 400, "The request body is not JSON"),
  UNKNOWN_PARAMETER("unknown-parameter", 400, "The query has a parameter that this path does not know"),
  UNUSABLE_PARAMETER("unusable-parameter", 400, "A parameter of the path or the query cannot be used"),
  INTERNAL_ERROR("internal-error", 500, "The service failed");

  private final String code;
  private final int status;
  private final String title;

  HttpProblem(String code, int status, String title) {
    this.code = code;
    this.status = status;
    this.title = title;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
