package dev.sluice.localstack.gateway;

/** An error that a client of AWS understands. */
public final class AwsError extends RuntimeException {
  private final int status;
  private final String code;

  /**
   * @param status of HTTP
   * @param code name of the error, for example {@code InvalidAction}
   */
  public AwsError(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** An operation that the local cloud does not have. */
  static AwsError unsupported(String operation) {
    return new AwsError(400, "InvalidAction",
        operation + " is not in the local cloud; deploy the stack to an emulator or to AWS where it is needed");
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
