package dev.sluice.core.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The wish to fork a run: the body of {@code POST /v1/runs/{id}:fork}.
 *
 * @param from key of the op that is run again first
 * @param input instead of the run's; null to keep it
 * @param idempotencyKey given twice, the second fork returns the first one's run; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForkRequest(String from, @Nullable JsonNode input, @Nullable String idempotencyKey) {}
