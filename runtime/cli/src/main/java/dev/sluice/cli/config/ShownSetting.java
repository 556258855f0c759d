package dev.sluice.cli.config;

import dev.sluice.contract.NearestName;
import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.SettingText;
import dev.sluice.contract.UnusableSettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it is shown.
 *
 * @param key its name
 * @param value its text, masked if it is a secret; null if it is required and nobody sets it
 * @param form what a value looks like
 * @param source where the value came from; a dash if there is none
 */
record ShownSetting(String key, @Nullable String value, String form, String source) {
  private static final String MASK = "********";

  /**
   * Finds each setting's value, the last source winning.
   *
   * @param service only what this one reads; all if null
   * @throws UnusableSettingsException naming every unknown and malformed one
   */
  static List<ShownSetting> of(List<SettingSource> sources, @Nullable ServiceKind service) {
    List<String> problems = new ArrayList<>();
    sources.forEach(source -> source.values().keySet().stream()
        .filter(key -> key.startsWith(Setting.PREFIX) && Setting.ofKey(key).isEmpty())
        .sorted()
        .forEach(key -> problems.add(key + " (" + source.name() + ") is not a setting" + hint(key))));
    List<ShownSetting> shown = Stream.of(Setting.values())
        .filter(setting -> service == null || setting.isReadBy(service))
        .map(setting -> of(setting, sources, problems))
        .toList();
    if (!problems.isEmpty()) {
      throw new UnusableSettingsException(problems);
    }
    return shown;
  }

  private static String hint(String key) {
    return NearestName.of(key, Stream.of(Setting.values()).map(Setting::key).toList())
        .map(name -> "; did you mean " + name + "?").orElse("; see 'sluice config keys'");
  }

  private static ShownSetting of(Setting setting, List<SettingSource> sources, List<String> problems) {
    String value = setting.defaultText().orElse(null);
    String from = value == null ? "-" : "default";
    for (SettingSource source : sources) {
      if (source.values().containsKey(setting.key())) {
        value = source.values().get(setting.key());
        from = source.name();
      }
    }
    if (value != null) {
      try {
        SettingText.check(setting.type(), value);
      } catch (IllegalArgumentException e) {
        problems.add(setting.key() + " (" + from + ") is not usable: " + e.getMessage());
      }
    }
    return new ShownSetting(setting.key(), value != null && setting.isSecret() ? MASK : value, setting.type().form(), from);
  }
}
