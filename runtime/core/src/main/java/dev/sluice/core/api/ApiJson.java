package dev.sluice.core.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.payload.CompressedText;
import dev.sluice.core.payload.JsonLimits;
import org.jspecify.annotations.Nullable;

/**
 * The API's JSON: times and durations in ISO-8601, nulls left out, numbers with every digit (up to {@link JsonLimits#LONGEST}),
 * since inputs and outputs pass through as they are. Readers pass over fields that they do not know. Safe for any thread.
 */
public final class ApiJson {
  private static final JsonMapper JSON = JsonMapper.builder(JsonLimits.factory())
      .addModule(new JavaTimeModule())
      .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
      .build();

  private ApiJson() {}

  /** Returns the mapper; it is shared, so leave its configuration alone. */
  public static JsonMapper mapper() {
    return JSON;
  }

  /**
   * Returns a value of a caller's as ops would write it.
   *
   * @throws UnusablePayloadException naming the type and path that JSON cannot say, or the name that two of its fields or keys have
   */
  public static JsonNode payload(@Nullable Object value, String what) {
    if (value instanceof JsonNode tree) {
      return tree;
    }
    try {
      return JSON.readTree(Payloads.json(value, what));
    } catch (JsonProcessingException e) {
      throw new UnusablePayloadException(what + " cannot be read back from its JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Takes a payload that the store keeps as text, compressed or not, without reading it; null stays null. The node can be written and no
   * more: read, the outputs of a run of ten thousand ops take ten times the memory of their text.
   */
  static @Nullable JsonNode unread(@Nullable String text) {
    return text == null ? null : JSON.getNodeFactory().rawValueNode(new RawValue(CompressedText.plain(text)));
  }

  /** Reads a payload that the store keeps as text, compressed or not; null stays null. */
  public static @Nullable JsonNode tree(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return JSON.readTree(CompressedText.plain(text));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the store holds a payload that is not JSON", e);
    }
  }
}
