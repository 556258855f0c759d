package dev.sluice.infra.json;

import com.pulumi.core.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns collections of outputs inside out. */
public final class Outputs {
  private Outputs() {}

  /** Returns the map that is known once all its values are. */
  public static Output<Map<String, String>> map(Map<String, Output<String>> values) {
    List<String> keys = List.copyOf(values.keySet());
    return Output.all(List.copyOf(values.values())).applyValue(texts -> {
      Map<String, String> map = new LinkedHashMap<>();
      for (int i = 0; i < keys.size(); i++) {
        map.put(keys.get(i), texts.get(i));
      }
      return map;
    });
  }

  /**
   * Returns what a function makes of a value, if there is one. In an update of targets, a resource that is not among them and does not exist
   * yet has no outputs: the program sees null, and what it makes of that is not made either.
   */
  public static <T, R> Output<R> ifPresent(Output<T> value, Function<T, R> function) {
    return value.applyValue(present -> present == null ? null : function.apply(present));
  }
}
