package dev.sluice.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** A resource as the program registered it, its inputs resolved. */
record RegisteredResource(String type, String name, Map<String, Object> inputs, List<String> ignoredChanges,
    boolean isProtected, boolean isRetained) {
  Object input(String name) {
    Object value = inputs.get(name);
    if (value == null) {
      throw new NoSuchElementException(type + " " + this.name + " has no input " + name + ", only " + inputs.keySet());
    }
    return value;
  }

  String text(String name) {
    return (String) input(name);
  }

  JsonNode json(String name) {
    try {
      return JsonMapper.builder().build().readTree(text(name));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(name + " is no JSON", e);
    }
  }
}
