package dev.sluice.tests.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code pulumi stack output --json} prints, as the services read it.
 *
 * @param texts text by setting
 */
record StackOutputs(Map<String, String> texts) {
  StackOutputs {
    texts = Map.copyOf(texts);
  }

  static StackOutputs of(PulumiProject project) {
    String printed = project.run("stack", "output", "--json", "--stack", PulumiProject.STACK).orFail().output();
    try {
      Map<String, String> texts = new TreeMap<>();
      JsonNode outputs = JsonMapper.builder().build().readTree(printed);
      outputs.properties().forEach(output -> {
        if (output.getKey().startsWith(Setting.PREFIX)) {
          texts.put(output.getKey(), output.getValue().isTextual() ? output.getValue().asText() : output.getValue().toString());
        }
      });
      return new StackOutputs(texts);
    } catch (JsonProcessingException e) {
      throw new AssertionError("pulumi stack output --json printed no JSON: " + printed, e);
    }
  }

  String text(Setting setting) {
    return texts.get(setting.key());
  }

  /** Returns the address of a logical queue. */
  String queueUrl(Setting setting, String queue) {
    return SettingText.map(text(setting)).get(queue);
  }
}
