package dev.sluice.core.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How inputs and outputs become text and back: JSON by Jackson, times as ISO-8601, unknown fields passed over, so that a newer
 * writer and an older reader get along. Safe for any thread.
 */
public final class Payloads {
  private static final JsonMapper JSON = JsonMapper.builder()
      .addModule(new JavaTimeModule())
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  private final long maxSize;

  /** Refuses payloads of more than {@code maxSize} bytes. */
  public Payloads(long maxSize) {
    if (maxSize < 1) {
      throw new IllegalArgumentException("maxSize must be >= 1, got " + maxSize);
    }
    this.maxSize = maxSize;
  }

  /**
   * Writes a value.
   *
   * @param what names the value in messages, for example {@code output of op "count"}
   * @throws UnusablePayloadException if it cannot be written or is too large
   */
  public String write(@Nullable Object value, String what) {
    String text;
    try {
      text = JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UnusablePayloadException(what + " cannot be written as JSON: " + e.getOriginalMessage(), e);
    }
    checkSize(text, what);
    return text;
  }

  /**
   * Reads a value.
   *
   * @throws UnusablePayloadException if the text is not JSON of this type, or too large
   */
  public <T> @Nullable T read(String text, Class<T> type, String what) {
    checkSize(text, what);
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new UnusablePayloadException(
          what + " is not a " + type.getSimpleName() + ": " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }

  private void checkSize(String text, String what) {
    // No text has more bytes than three times its letters, so most need no count.
    if (text.length() * 3L <= maxSize) {
      return;
    }
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    if (size > maxSize) {
      throw new UnusablePayloadException(
          what + " has " + size + " bytes, more than the " + maxSize + " allowed: pass a reference to it, or raise SLUICE_MAX_PAYLOAD_SIZE",
          null);
    }
  }
}
