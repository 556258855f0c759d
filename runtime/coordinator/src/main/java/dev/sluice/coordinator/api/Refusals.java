package dev.sluice.coordinator.api;

import dev.sluice.adapters.http.ProblemException;
import dev.sluice.core.api.FieldError;
import dev.sluice.core.job.UnknownJobException;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.payload.LostPayloadException;
import dev.sluice.core.payload.PayloadStoreUnavailableException;
import dev.sluice.core.queue.UnknownQueueException;
import dev.sluice.core.schedule.UnknownScheduleException;
import dev.sluice.core.store.StoreUnavailableException;
import dev.sluice.core.submit.RefusedBatchException;
import dev.sluice.core.submit.UnknownForkPointException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what core refuses into problem documents. What it does not know stays what it is: a failure of ours. */
final class Refusals {
  private static final Map<String, String> RETRY_SOON = Map.of("Retry-After", "1");

  private Refusals() {}

  /** Returns the problem that stands for a refusal, or the exception itself. */
  static RuntimeException translate(RuntimeException refusal) {
    if (refusal instanceof RefusedBatchException batch) {
      List<FieldError> errors = batch.refusals().stream().map(one -> fieldError(one.index(), one.reason())).toList();
      return new ProblemException(ApiProblem.REFUSED_BATCH, String.valueOf(batch.getMessage()), errors);
    }
    if (refusal instanceof StoreUnavailableException) {
      return new ProblemException(ApiProblem.STORE_UNAVAILABLE,
          "the database does not answer; a submit with an idempotency key can be repeated safely", List.of(), RETRY_SOON);
    }
    if (refusal instanceof PayloadStoreUnavailableException) {
      return new ProblemException(ApiProblem.PAYLOAD_STORE_UNAVAILABLE, String.valueOf(refusal.getMessage()), List.of(), RETRY_SOON);
    }
    if (refusal instanceof LostPayloadException) {
      return new ProblemException(ApiProblem.PAYLOAD_LOST, String.valueOf(refusal.getMessage()));
    }
    Optional<ApiProblem> kind = kindOf(refusal);
    return kind.isPresent() ? new ProblemException(kind.get(), String.valueOf(refusal.getMessage())) : refusal;
  }

  private static FieldError fieldError(int index, RuntimeException reason) {
    Optional<ApiProblem> kind = kindOf(reason);
    String field = kind.filter(problem -> problem == ApiProblem.UNUSABLE_INPUT).isPresent() ? "input" : "job";
    String code = kind.map(ApiProblem::code).orElse("");
    return new FieldError("[" + index + "]." + field, String.valueOf(reason.getMessage()), code);
  }

  private static Optional<ApiProblem> kindOf(RuntimeException refusal) {
    if (refusal instanceof UnknownJobException) {
      return Optional.of(ApiProblem.UNKNOWN_JOB);
    }
    if (refusal instanceof UnknownScheduleException) {
      return Optional.of(ApiProblem.UNKNOWN_SCHEDULE);
    }
    if (refusal instanceof UnknownQueueException) {
      return Optional.of(ApiProblem.UNKNOWN_QUEUE);
    }
    if (refusal instanceof UnknownForkPointException) {
      return Optional.of(ApiProblem.UNKNOWN_OP);
    }
    return refusal instanceof UnusablePayloadException ? Optional.of(ApiProblem.UNUSABLE_INPUT) : Optional.empty();
  }
}
