package dev.sluice.core.run;

/**
 * When an op starts, given how its upstream ops ended. The one rule that every store, and the check of a history, follows.
 */
public enum Trigger {
  /** All of them succeeded; skipped as soon as one did not. The default. */
  ALL_SUCCEEDED,
  /** One of them succeeded, whatever becomes of the others; skipped if all have ended and none did. */
  ANY_SUCCEEDED,
  /** All of them have ended, however. */
  ALL_DONE,
  /** All of them have ended, and each succeeded or was skipped; skipped as soon as one failed. */
  NONE_FAILED,
  /** One of them failed; skipped if all have ended and none did. */
  ANY_FAILED,
  /** All of them have ended, and one failed whose failure fails the run: what undoes the others starts. Skipped otherwise. */
  UNDO;

  /** What becomes of an op. */
  public enum Decision { WAIT, START, SKIP }

  /**
   * How the upstream ops of an op stand.
   *
   * @param open not terminal yet
   * @param succeeded with a committed output
   * @param failed failed or called off
   * @param fatal of those that failed, the ones whose failure fails the run: one that may fail does, unless the run's output op has succeeded
   */
  public record Standing(int open, int succeeded, int failed, int fatal) {}

  /** Decides. An op whose decision is not {@link Decision#WAIT} stays with it, whatever ends later. */
  public Decision decide(Standing upstream) {
    boolean done = upstream.open() == 0;
    return switch (this) {
      case ALL_SUCCEEDED -> throw new IllegalStateException("the default is counted, not asked");
      case ANY_SUCCEEDED -> upstream.succeeded() > 0 ? Decision.START : skipIf(done);
      case ALL_DONE -> done ? Decision.START : Decision.WAIT;
      case NONE_FAILED -> upstream.failed() > 0 ? Decision.SKIP : done ? Decision.START : Decision.WAIT;
      case ANY_FAILED -> upstream.failed() > 0 ? Decision.START : skipIf(done);
      case UNDO -> done && upstream.fatal() > 0 ? Decision.START : skipIf(done);
    };
  }

  private static Decision skipIf(boolean done) {
    return done ? Decision.SKIP : Decision.WAIT;
  }
}
