package dev.sluice.infra.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.Config;
import com.pulumi.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the configuration that a Pulumi engine hands to its program. Pulumi's own {@link Config} answers only for keys that one
 * asks for; the variable {@code PULUMI_CONFIG}, which the engine sets, has the keys that nobody would ask for: the misspelt ones.
 */
public final class EngineConfiguration {
  private static final String VARIABLE = "PULUMI_CONFIG";

  private EngineConfiguration() {}

  /** Returns texts by their full keys, such as {@code sluice:queues}. */
  public static Map<String, String> read(Context context, String project, Map<String, String> environment) {
    Map<String, String> texts = new TreeMap<>(everyKey(context.stackName(), environment.getOrDefault(VARIABLE, "{}")));
    Config ours = context.config(project);
    Arrays.stream(ConfigurationKey.values()).map(ConfigurationKey::key)
        .forEach(key -> ours.get(key).ifPresent(text -> texts.put(project + ":" + key, text)));
    ConfiguredSettings.all().stream().map(FlatKey::of)
        .forEach(key -> ours.get(key).ifPresent(text -> texts.put(project + ":" + key, text)));
    context.config("aws").get("region").ifPresent(region -> texts.put("aws:region", region));
    return texts;
  }

  private static Map<String, String> everyKey(String stack, String json) {
    try {
      return JsonMapper.builder().build().readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new UnusableConfigurationException(stack, List.of(VARIABLE + " is not usable: " + e.getOriginalMessage()));
    }
  }
}
