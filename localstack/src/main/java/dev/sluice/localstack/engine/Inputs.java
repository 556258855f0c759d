package dev.sluice.localstack.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the program gave a resource, by property name; secrets are in the clear here. Immutable. */
public final class Inputs {
  private final String owner;
  private final Map<String, Object> values;

  /** @param owner what messages call the resource, for example {@code queue jobs} */
  public Inputs(String owner, Map<String, Object> values) {
    this.owner = owner;
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public Map<String, Object> asMap() {
    return values;
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::valueOf).filter(text -> !text.isEmpty());
  }

  /** Returns the text of a property that AWS requires. */
  public String requiredText(String name) {
    return text(name).orElseThrow(() -> new IllegalArgumentException(owner + ": " + name + " is required"));
  }

  /** Returns a whole number; Pulumi hands all numbers over as decimals. */
  public Optional<Integer> integer(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())) {
      return Optional.of(number.intValue());
    }
    if (value instanceof String text && text.matches("-?\\d{1,9}")) {
      return Optional.of(Integer.valueOf(text));
    }
    throw new IllegalArgumentException(owner + ": " + name + " must be a whole number, got " + value);
  }

  /** Returns true where the property is given and true. */
  public boolean flag(String name) {
    Object value = values.get(name);
    return Boolean.TRUE.equals(value) || "true".equals(value);
  }

  public List<?> list(String name) {
    return values.get(name) instanceof List<?> list ? list : List.of();
  }

  /** Returns the entries of a list of objects. */
  public List<Inputs> objects(String name) {
    return list(name).stream().filter(Map.class::isInstance).map(entry -> of(owner + "." + name, entry)).toList();
  }

  public Optional<Inputs> object(String name) {
    return values.get(name) instanceof Map<?, ?> map ? Optional.of(of(owner + "." + name, map)) : Optional.empty();
  }

  private static Inputs of(String owner, Object map) {
    Map<String, Object> values = new LinkedHashMap<>();
    ((Map<?, ?>) map).forEach((key, value) -> values.put(String.valueOf(key), value));
    return new Inputs(owner, values);
  }
}
