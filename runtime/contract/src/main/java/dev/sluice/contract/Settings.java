package dev.sluice.contract;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of one service, read once at the start. Immutable and safe for any thread.
 *
 * <p>Sources are given in rising order: a later one wins over an earlier one, and all win over the defaults.
 */
public final class Settings {
  /** A value and the source that it came from. */
  public record Entry(String text, String source) {}

  private final ServiceKind service;
  private final Map<Setting, Entry> entries;

  private Settings(ServiceKind service, Map<Setting, Entry> entries) {
    this.service = service;
    this.entries = entries;
  }

  /** Reads this process's environment for a service. */
  public static Settings fromEnvironment(ServiceKind service) {
    return of(service, List.of(SettingSource.environment()));
  }

  /**
   * Reads the settings that a service uses.
   *
   * @throws UnusableSettingsException naming every missing, unknown and malformed setting at once
   */
  public static Settings of(ServiceKind service, List<SettingSource> sources) {
    Map<Setting, Entry> entries = new EnumMap<>(Setting.class);
    List<String> problems = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      setting.defaultText().ifPresent(text -> entries.put(setting, new Entry(text, "default")));
    }
    for (SettingSource source : sources) {
      source.values().keySet().stream().sorted().filter(key -> key.startsWith(Setting.PREFIX)).forEach(key -> {
        Optional<Setting> setting = Setting.ofKey(key);
        if (setting.isEmpty()) {
          problems.add(unknown(key, source.name()));
        } else {
          entries.put(setting.get(), new Entry(Objects.requireNonNull(source.values().get(key)), source.name()));
        }
      });
    }
    for (Setting setting : Setting.values()) {
      if (setting.isReadBy(service)) {
        problemWith(setting, entries.get(setting)).ifPresent(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new UnusableSettingsException(problems);
    }
    return new Settings(service, entries);
  }

  private static String unknown(String key, String source) {
    List<String> known = Stream.of(Setting.values()).map(Setting::key).toList();
    return key + " (" + source + ") is not a setting"
        + NearestName.of(key, known).map(name -> "; did you mean " + name + "?").orElse("; remove it, or see `sluice config keys`");
  }

  private static Optional<String> problemWith(Setting setting, @org.jspecify.annotations.Nullable Entry entry) {
    if (entry == null) {
      return Optional.of(setting.key() + " is missing: " + setting.reason() + " The stack provides it as an output; run `pulumi up`, or set it.");
    }
    try {
      SettingText.check(setting.type(), entry.text());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      String shown = setting.isSecret() ? "(hidden)" : "\"" + entry.text() + "\"";
      return Optional.of(setting.key() + " = " + shown + " (" + entry.source() + ") is not usable: " + e.getMessage());
    }
  }

  /** Returns the service that these settings were read for. */
  public ServiceKind service() {
    return service;
  }

  /** Returns the text of a setting and where it came from; secrets are in the clear here. */
  public Entry entry(Setting setting) {
    Entry entry = entries.get(setting);
    if (entry == null) {
      throw new NoSuchElementException(setting.key() + " is not set for the " + service.label());
    }
    return entry;
  }

  public String text(Setting setting) {
    return entry(setting).text();
  }

  public boolean flag(Setting setting) {
    return SettingText.flag(text(setting));
  }

  public int integer(Setting setting) {
    return SettingText.integer(text(setting));
  }

  public double decimal(Setting setting) {
    return SettingText.decimal(text(setting));
  }

  public Duration duration(Setting setting) {
    return SettingText.duration(text(setting));
  }

  /** Returns a number of bytes. */
  public long bytes(Setting setting) {
    return SettingText.bytes(text(setting));
  }

  public URI url(Setting setting) {
    return SettingText.url(text(setting));
  }

  public List<String> names(Setting setting) {
    return SettingText.names(text(setting));
  }

  /** Returns the entries in the order written. */
  public Map<String, String> map(Setting setting) {
    return SettingText.map(text(setting));
  }
}
