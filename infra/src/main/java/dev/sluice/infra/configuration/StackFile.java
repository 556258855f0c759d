package dev.sluice.infra.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code Pulumi.STACK.yaml} as the engine would, for programs that run without one. */
public final class StackFile {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private StackFile() {}

  /**
   * Returns the texts under {@code config} by their full keys, such as {@code sluice:queues}; lists and objects as JSON.
   *
   * @throws UnusableConfigurationException if there is no such file, it is no YAML, or a value is encrypted
   */
  public static Map<String, String> read(Path projectRoot, String stack) {
    Path file = projectRoot.resolve("Pulumi." + stack + ".yaml");
    if (!Files.isRegularFile(file)) {
      throw new UnusableConfigurationException(stack, List.of(file + " is missing: name a stack that has a file, or write one"));
    }
    try {
      JsonNode config = YAML.readTree(file.toFile()).path("config");
      Map<String, String> texts = new TreeMap<>();
      config.properties().forEach(entry -> texts.put(entry.getKey(), textOf(stack, entry.getKey(), entry.getValue())));
      return texts;
    } catch (IOException e) {
      throw new UnusableConfigurationException(stack, List.of(file + " cannot be read: " + e.getMessage()));
    }
  }

  private static String textOf(String stack, String key, JsonNode value) {
    if (value.isObject() && value.has("secure")) {
      throw new UnusableConfigurationException(stack,
          List.of(key + " is encrypted: only the real engine can read it, and no key of this project is a secret"));
    }
    return value.isContainerNode() ? value.toString() : value.asText();
  }
}
