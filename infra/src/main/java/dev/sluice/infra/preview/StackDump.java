package dev.sluice.infra.preview;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * A declared stack as JSON, so that the program of another revision can be evaluated by its own code and compared with this one's.
 *
 * @param format version of this form
 * @param declared the stack
 */
@JsonPropertyOrder({"format", "declared"})
public record StackDump(int format, DeclaredStack declared) {
  /** Raised when an older reader would misunderstand a newer dump. */
  public static final int FORMAT = 1;

  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
      .enable(DeserializationFeature.USE_LONG_FOR_INTS)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  /** Writes a stack. */
  public static String write(DeclaredStack declared) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new StackDump(FORMAT, declared));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a declared stack is always writable", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param origin what messages call the text
   * @throws IllegalArgumentException if it is no dump, or one of another format
   */
  public static DeclaredStack read(String text, String origin) {
    try {
      JsonNode tree = JSON.readTree(text);
      if (!tree.path("format").isIntegralNumber()) {
        throw new IllegalArgumentException(origin + " is no dump of a stack: it names no format");
      }
      if (tree.path("format").asInt() != FORMAT) {
        throw new IllegalArgumentException(
            origin + " has format " + tree.path("format") + ", and this version reads format " + FORMAT + ": dump it again by this version");
      }
      return JSON.treeToValue(tree, StackDump.class).declared();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(origin + " is no dump of a stack: " + e.getOriginalMessage(), e);
    }
  }
}
