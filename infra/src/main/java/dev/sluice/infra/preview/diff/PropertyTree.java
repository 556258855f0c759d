package dev.sluice.infra.preview.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes inputs apart into paths and texts, also those within JSON, so that a change in a policy is one line. */
final class PropertyTree {
  private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  /** What tells the elements of a list apart, in lists of objects that have it. */
  private static final List<String> NAMES = List.of("name", "Sid", "key", "capacityProvider");

  private PropertyTree() {}

  /** Returns the texts of all leaves by path. A list of plain values is one leaf. */
  static Map<String, String> leaves(Map<String, Object> inputs) {
    Map<String, String> leaves = new TreeMap<>();
    inputs.forEach((name, value) -> collect(name, value, leaves));
    return leaves;
  }

  private static void collect(String path, Object value, Map<String, String> leaves) {
    Object structure = value instanceof String text ? parsed(text) : value;
    if (structure instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((key, element) -> collect(path + "." + key, orEmpty(element), leaves));
    } else if (structure instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      named(list).forEach((name, element) -> collect(path + "[" + name + "]", element, leaves));
    } else {
      leaves.put(path, structure instanceof List<?> list ? listText(list) : String.valueOf(structure));
    }
  }

  private static Object orEmpty(@Nullable Object element) {
    return element == null ? "" : element;
  }

  private static String listText(List<?> list) {
    return "[" + String.join(", ", list.stream().map(String::valueOf).toList()) + "]";
  }

  /** JSON objects and lists are taken apart; a text that only begins like one stays a text. */
  private static Object parsed(String text) {
    boolean isObject = text.startsWith("{") && text.endsWith("}");
    boolean isList = text.startsWith("[") && text.endsWith("]") && text.contains("{");
    if (!isObject && !isList) {
      return text;
    }
    try {
      return JSON.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      return text;
    }
  }

  private static Map<String, Object> named(List<?> list) {
    for (String name : NAMES) {
      Map<String, Object> named = new LinkedHashMap<>();
      for (Object element : list) {
        if (element instanceof Map<?, ?> map && map.get(name) instanceof String text) {
          named.put(text, element);
        }
      }
      if (named.size() == list.size()) {
        return named;
      }
    }
    Map<String, Object> numbered = new LinkedHashMap<>();
    list.forEach(element -> numbered.put(Integer.toString(numbered.size()), orEmpty(element)));
    return numbered;
  }
}
