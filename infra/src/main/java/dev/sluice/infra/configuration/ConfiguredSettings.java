package dev.sluice.infra.configuration;

import dev.sluice.contract.Setting;
import java.util.EnumSet;
import java.util.Set;

/** Which settings of the services a stack file may change, under their camel-case names: all that have a default. */
public final class ConfiguredSettings {
  /** Other keys give these, ports, the fields of a worker pool and the bucket, or the stack itself: its cluster. */
  private static final Set<Setting> GIVEN_BY_OTHER_KEYS =
      EnumSet.of(Setting.CLUSTER_NAME, Setting.HTTP_PORT, Setting.WORKER_POOL, Setting.WORKER_QUEUES, Setting.PAYLOAD_STORE);

  private ConfiguredSettings() {}

  /** Returns them in the order of their declaration. */
  public static Set<Setting> all() {
    EnumSet<Setting> settings = EnumSet.noneOf(Setting.class);
    for (Setting setting : Setting.values()) {
      if (setting.defaultText().isPresent() && !GIVEN_BY_OTHER_KEYS.contains(setting)) {
        settings.add(setting);
      }
    }
    return settings;
  }
}
