package dev.sluice.infra.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Brings inputs into the one form in which they are compared and shown. */
final class InputTree {
  /** What is shown of a secret. */
  static final String MASK = "[secret]";
  /** Shorter texts would mask what only looks like them. */
  private static final int SHORTEST_SECRET = 8;

  private final Set<String> secretValues;
  private final Map<String, String> versions;

  /**
   * @param secretValues texts to mask wherever they stand
   * @param versions texts that stand for numbers which only AWS knows, and what to write instead
   */
  InputTree(Set<String> secretValues, Map<String, String> versions) {
    this.secretValues = Set.copyOf(secretValues.stream().filter(value -> value.length() >= SHORTEST_SECRET).toList());
    this.versions = Map.copyOf(versions);
  }

  /** Returns the inputs with whole numbers as such, keys in order, and what is secret masked. */
  Map<String, Object> normal(Map<String, Object> inputs, Set<String> secretNames) {
    Map<String, Object> normal = new TreeMap<>();
    inputs.forEach((name, value) -> {
      if (secretNames.contains(name)) {
        normal.put(name, MASK);
      } else if (value != null) {
        normal.put(name, normal(value));
      }
    });
    return normal;
  }

  private Object normal(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> normal = new TreeMap<>();
      map.forEach((key, element) -> {
        if (element != null) {
          normal.put(String.valueOf(key), normal(element));
        }
      });
      return normal;
    }
    if (value instanceof List<?> list) {
      List<Object> normal = new ArrayList<>();
      for (@Nullable Object element : list) {
        normal.add(element == null ? "" : normal(element));
      }
      return normal;
    }
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < Long.MAX_VALUE) {
      return number.longValue();
    }
    return value instanceof String text ? text(text) : value;
  }

  /** Masks a text, and names what only AWS knows. */
  String text(String text) {
    String shown = text;
    for (String secret : secretValues) {
      shown = shown.replace(secret, MASK);
    }
    for (Map.Entry<String, String> version : versions.entrySet()) {
      shown = shown.equals(version.getKey()) ? version.getValue() : shown;
    }
    return shown;
  }
}
