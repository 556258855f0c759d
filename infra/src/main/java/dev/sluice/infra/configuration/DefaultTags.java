package dev.sluice.infra.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;

/**
 * What a stack file says under {@code aws:defaultTags}: AWS's provider itself puts these tags on every resource that can be tagged, those
 * of components yet to be written included.
 */
public final class DefaultTags {
  static final String KEY = "aws:defaultTags";

  private DefaultTags() {}

  /** Returns the tags, none if the stack names none; what is malformed is told to {@code text}. */
  public static Map<String, String> read(Map<String, String> texts, ConfigurationText text) {
    String section = texts.getOrDefault(KEY, "");
    if (section.isBlank()) {
      return Map.of();
    }
    try {
      Map<String, Map<String, String>> read =
          JsonMapper.builder().build().readValue(section, new TypeReference<Map<String, Map<String, String>>>() {});
      return read.getOrDefault("tags", Map.of());
    } catch (JsonProcessingException e) {
      text.problem(KEY + " is no list of tags: expected tags, and below it a name and a text each");
      return Map.of();
    }
  }
}
