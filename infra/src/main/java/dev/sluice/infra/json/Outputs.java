package dev.sluice.infra.json;

import com.pulumi.core.Output;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
}
