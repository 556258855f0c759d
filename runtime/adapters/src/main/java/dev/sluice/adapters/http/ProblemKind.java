package dev.sluice.adapters.http;

/** A kind of problem that a service may answer with: one constant of an enum each, so that all of them can be listed. */
public interface ProblemKind {
  /** Stable name, for example {@code unknown-job}. */
  String code();

  /** HTTP status. */
  int status();

  /** A few words. */
  String title();
}
