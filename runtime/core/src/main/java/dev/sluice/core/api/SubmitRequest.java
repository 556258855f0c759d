package dev.sluice.core.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wish for a run: body of {@code POST /v1/runs}.
 *
 * @param job name of the job
 * @param input the job's input
 * @param tags free text by name; empty for none
 * @param idempotencyKey given twice, the first run is returned; null for none
 * @param priority instead of that of the job and its ops; null to leave theirs
 * @param tenant whose run it is, for fair shares; null for nobody's
 * @param weight how much the tenant gets beside others; null for 1
 */
public record SubmitRequest(
    String job,
    JsonNode input,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tags,
    @Nullable String idempotencyKey,
    @Nullable Integer priority,
    @Nullable String tenant,
    @Nullable Double weight) {
  /** A run on the terms of its job. */
  public SubmitRequest(String job, JsonNode input, Map<String, String> tags, @Nullable String idempotencyKey) {
    this(job, input, tags, idempotencyKey, null, null, null);
  }

  public SubmitRequest {
    tags = Map.copyOf(tags);
  }

  /**
   * A run with neither tags nor key.
   *
   * @param input anything that an op may return
   * @throws dev.sluice.core.job.UnusablePayloadException if it cannot be written as JSON
   */
  public static SubmitRequest of(String job, Object input) {
    return new SubmitRequest(job, ApiJson.payload(input, "the input of " + job), Map.of(), null);
  }

  public SubmitRequest withTags(Map<String, String> newTags) {
    return new SubmitRequest(job, input, newTags, idempotencyKey, priority, tenant, weight);
  }

  public SubmitRequest withIdempotencyKey(String key) {
    return new SubmitRequest(job, input, tags, key, priority, tenant, weight);
  }

  public SubmitRequest withPriority(int newPriority) {
    return new SubmitRequest(job, input, tags, idempotencyKey, newPriority, tenant, weight);
  }

  public SubmitRequest withTenant(String newTenant, double newWeight) {
    return new SubmitRequest(job, input, tags, idempotencyKey, priority, newTenant, newWeight);
  }
}
