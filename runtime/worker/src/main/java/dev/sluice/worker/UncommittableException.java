package dev.sluice.worker;

/** The store answered a commit with something else than being out of reach. */
final class UncommittableException extends Exception {
  private final RuntimeException refusal;

  UncommittableException(RuntimeException refusal) {
    super(refusal.getMessage(), refusal);
    this.refusal = refusal;
  }

  RuntimeException cause() {
    return refusal;
  }
}
