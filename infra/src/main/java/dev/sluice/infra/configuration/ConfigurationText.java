package dev.sluice.infra.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.NearestName;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The texts of a stack's keys, checked one by one. A key whose text does not fit is noted, and its default stands in for it, so
 * that reading goes on and all problems are told together. Not thread-safe; used once.
 */
public final class ConfigurationText {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, String> texts;
  private final List<String> problems = new ArrayList<>();

  /** Takes texts by key without the project's name; lists and objects as JSON. */
  public ConfigurationText(Map<String, String> texts) {
    this.texts = Map.copyOf(texts);
    Set<String> known = new LinkedHashSet<>();
    Arrays.stream(ConfigurationKey.values()).map(ConfigurationKey::key).forEach(known::add);
    ConfiguredSettings.all().stream().map(FlatKey::of).forEach(known::add);
    this.texts.keySet().stream().sorted().filter(key -> !known.contains(key)).forEach(key ->
        problem(key + " is not a key" + NearestName.of(key, known).map(name -> "; did you mean " + name + "?")
        .orElse("; remove it")));
  }

  /** Notes a problem. */
  public void problem(String sentence) {
    problems.add(sentence);
  }

  /** Returns the problems noted so far. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  public String text(ConfigurationKey key) {
    String text = texts.get(key.key());
    if (text == null) {
      return key.defaultText();
    }
    try {
      key.check(text);
      return text;
    } catch (IllegalArgumentException e) {
      problem(key.key() + " = \"" + text + "\" is not usable: " + e.getMessage());
      return key.defaultText();
    }
  }

  public int integer(ConfigurationKey key) {
    return SettingText.integer(text(key));
  }

  public boolean flag(ConfigurationKey key) {
    return Boolean.parseBoolean(text(key));
  }

  public Duration duration(ConfigurationKey key) {
    return SettingText.duration(text(key));
  }

  /** Returns the names of a JSON list or of text with commas. */
  public List<String> names(ConfigurationKey key) {
    String text = text(key).trim();
    if (!text.startsWith("[")) {
      return Arrays.stream(text.split(",")).map(String::trim).filter(name -> !name.isEmpty()).distinct().toList();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode name : json(key, text)) {
      if (name.isTextual()) {
        names.add(name.textValue());
      } else {
        problem(key.key() + " holds " + name + ": expected " + key.type().form());
      }
    }
    return List.copyOf(names);
  }

  /** Returns the parsed list or object of a key; an empty list if it is no JSON. */
  JsonNode json(ConfigurationKey key) {
    return json(key, text(key));
  }

  private JsonNode json(ConfigurationKey key, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      problem(key.key() + " is not usable: " + e.getOriginalMessage() + "; expected " + key.type().form());
      return JSON.createArrayNode();
    }
  }

  /** Returns the text of every setting that a stack may change. */
  public Map<Setting, String> settings() {
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    for (Setting setting : ConfiguredSettings.all()) {
      String fallback = setting.defaultText().orElseThrow();
      String text = texts.getOrDefault(FlatKey.of(setting), fallback);
      try {
        SettingText.check(setting.type(), text);
        settings.put(setting, text);
      } catch (IllegalArgumentException e) {
        problem(FlatKey.of(setting) + " = \"" + text + "\" is not usable: " + e.getMessage());
        settings.put(setting, fallback);
      }
    }
    return settings;
  }
}
