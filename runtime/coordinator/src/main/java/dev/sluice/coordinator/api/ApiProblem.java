package dev.sluice.coordinator.api;

import dev.sluice.adapters.http.ProblemKind;

/** The kinds of problem that the API answers with, beside those of any HTTP service. */
public enum ApiProblem implements ProblemKind {
  UNKNOWN_JOB("unknown-job", 404, "No such job"),
  UNKNOWN_RUN("unknown-run", 404, "No such run"),
  UNKNOWN_OUTPUT("unknown-output", 404, "No such output"),
  UNKNOWN_DEAD_LETTER("unknown-dead-letter", 404, "No such dead letter"),
  UNKNOWN_SCHEDULE("unknown-schedule", 404, "No such schedule"),
  UNKNOWN_QUEUE("unknown-queue", 422, "The stack lacks a queue of this job"),
  UNUSABLE_INPUT("unusable-input", 422, "The input is not what the job takes"),
  UNUSABLE_FIELD("unusable-field", 400, "A field of the request cannot be used"),
  REFUSED_BATCH("refused-batch", 422, "Some runs of the batch cannot be accepted, so none was"),
  UNKNOWN_OP("unknown-op", 422, "There is no such op"),
  SIGNAL_REFUSED("signal-refused", 409, "The op does not take the signal"),
  NOTHING_TO_RETRY("nothing-to-retry", 409, "The run has nothing that could be tried again"),
  RUN_ALREADY_ENDED("run-already-ended", 409, "The run has ended"),
  PAYLOAD_LOST("payload-lost", 500, "A payload is not in the payload store, or is damaged"),
  STORE_UNAVAILABLE("store-unavailable", 503, "The database does not answer"),
  PAYLOAD_STORE_UNAVAILABLE("payload-store-unavailable", 503, "The payload store does not answer");

  private final String code;
  private final int status;
  private final String title;

  ApiProblem(String code, int status, String title) {
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
