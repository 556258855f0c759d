package dev.sluice.infra.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.core.Output;
import java.util.Map;

/** Writes JSON with the keys of every object in the order of their letters, so that equal values are equal texts. */
public final class CanonicalJson {
  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private CanonicalJson() {}

  /** Writes maps, lists, texts, numbers and booleans. */
  public static String of(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a tree of maps and lists is always writable", e);
    }
  }

  /** Writes an object whose texts are known only once resources exist. */
  public static Output<String> ofOutputs(Map<String, Output<String>> texts) {
    return Outputs.map(texts).applyValue(CanonicalJson::of);
  }
}
