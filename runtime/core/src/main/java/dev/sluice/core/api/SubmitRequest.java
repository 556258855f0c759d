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
 */
public record SubmitRequest(
    String job,
    JsonNode input,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tags,
    @Nullable String idempotencyKey) {
  public SubmitRequest {
    tags = Map.copyOf(tags);
  }

  /** A run with neither tags nor key. The input is anything that Jackson can write. */
  public static SubmitRequest of(String job, Object input) {
    return new SubmitRequest(job, ApiJson.mapper().valueToTree(input), Map.of(), null);
  }

  public SubmitRequest withTags(Map<String, String> newTags) {
    return new SubmitRequest(job, input, newTags, idempotencyKey);
  }

  public SubmitRequest withIdempotencyKey(String key) {
    return new SubmitRequest(job, input, tags, key);
  }
}
