package dev.sluice.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * The message that calls a worker to an op execution. It is no right to run: PostgreSQL decides. It carries enough to find the
 * run's context on a worker that never saw the run before.
 *
 * <p>The JSON form is versioned by {@link #schemaVersion()}; unknown fields are passed over, so an older reader understands a
 * newer writer of the same version.
 *
 * @param schemaVersion version of this form, {@value #CURRENT_VERSION} now
 * @param idempotencyKey {@code runId/opKey}
 * @param runId the run, a UUIDv7
 * @param opKey the op within the run
 * @param jobName name of the job
 * @param jobVersion hash of the job's definition that the run was submitted with
 * @param queue logical queue
 * @param priority higher is served first
 * @param publishSequence which publication of the op execution this is, from 1
 * @param traceContext W3C {@code traceparent} of the submitter, if it gave one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpExecutionTask(
    int schemaVersion,
    String idempotencyKey,
    String runId,
    String opKey,
    String jobName,
    String jobVersion,
    String queue,
    int priority,
    int publishSequence,
    @Nullable String traceContext) {

  /** The version that this code writes, and the newest that it reads. */
  public static final int CURRENT_VERSION = 1;

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  public OpExecutionTask {
    if (schemaVersion < 1 || schemaVersion > CURRENT_VERSION) {
      throw new IllegalArgumentException("schemaVersion must be 1 to " + CURRENT_VERSION + ", got " + schemaVersion);
    }
    requireText(idempotencyKey, "idempotencyKey");
    requireText(runId, "runId");
    requireText(opKey, "opKey");
    requireText(jobName, "jobName");
    requireText(jobVersion, "jobVersion");
    requireText(queue, "queue");
    if (!idempotencyKey.equals(runId + "/" + opKey)) {
      throw new IllegalArgumentException("idempotencyKey must be runId/opKey, got " + idempotencyKey);
    }
    if (publishSequence < 1) {
      throw new IllegalArgumentException("publishSequence must be >= 1, got " + publishSequence);
    }
  }

  private static void requireText(@Nullable String value, String name) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /**
   * Returns what SQS deduplicates by: one publication of one op execution. SQS allows 128 letters, digits and punctuation marks
   * (API reference of {@code SendMessage}); the longest op key is chosen so that this fits.
   */
  public String deduplicationId() {
    return idempotencyKey + ":" + publishSequence;
  }

  /** Writes the message body. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an OpExecutionTask is always writable", e);
    }
  }

  /**
   * Reads a message body.
   *
   * @throws MalformedTaskException if it is not one of ours; the worker quarantines such a message
   */
  public static OpExecutionTask fromJson(String body) {
    try {
      OpExecutionTask task = JSON.readValue(body, OpExecutionTask.class);
      if (task == null) {
        throw new MalformedTaskException("it is a JSON null", null);
      }
      return task;
    } catch (JsonProcessingException e) {
      throw new MalformedTaskException(reasonOf(e), e);
    }
  }

  private static String reasonOf(JsonProcessingException e) {
    Throwable cause = e.getCause();
    return cause instanceof IllegalArgumentException ? String.valueOf(cause.getMessage()) : e.getOriginalMessage();
  }
}
