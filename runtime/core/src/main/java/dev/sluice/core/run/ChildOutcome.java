package dev.sluice.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * What an op execution that started a sub-job takes when it goes on.
 *
 * @param run id of the child
 * @param status how it ended
 * @param output its output as JSON text, or a reference to it; null unless it succeeded
 */
public record ChildOutcome(RunId run, RunStatus status, @Nullable String output) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Writes it as JSON text. */
  public String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an outcome is always writable", e);
    }
  }

  /** Reads what {@link #text} has written. */
  public static ChildOutcome parse(String text) {
    try {
      return JSON.readValue(text, ChildOutcome.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the outcome of a sub-job: " + text, e);
    }
  }
}
