package dev.sluice.contract;

import java.util.Map;

/**
 * One place that settings come from.
 *
 * @param name how reports call it, for example {@code environment}
 * @param values text by {@link Setting#key()}; keys without the prefix are not ours and are passed over
 */
public record SettingSource(String name, Map<String, String> values) {
  public SettingSource {
    values = Map.copyOf(values);
  }

  /** The variables of this process. */
  public static SettingSource environment() {
    return new SettingSource("environment", System.getenv());
  }
}
