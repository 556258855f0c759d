package dev.sluice.autoscaler;

import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.contract.Settings;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.scaling.WorkerFleet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Reads the pools of a stack from the settings. */
final class Pools {
  private Pools() {}

  /**
   * Brings each pool's fleet and queues together.
   *
   * @throws UnusableSettingsException naming every pool without queues, and every pool of queues without a service
   */
  static List<Pool> from(Settings settings, Map<String, WorkerFleet> fleets) {
    Map<String, String> queues = settings.map(Setting.WORKER_POOL_QUEUES);
    List<String> problems = new ArrayList<>();
    new TreeMap<>(fleets).keySet().stream().filter(pool -> !queues.containsKey(pool)).forEach(pool -> problems.add(
        Setting.WORKER_POOL_QUEUES.key() + " does not name pool \"" + pool + "\" of " + Setting.WORKER_SERVICES.key()));
    new TreeMap<>(queues).keySet().stream().filter(pool -> !fleets.containsKey(pool)).forEach(pool -> problems.add(
        Setting.WORKER_POOL_QUEUES.key() + " names pool \"" + pool + "\", which " + Setting.WORKER_SERVICES.key() + " does not"));
    if (!problems.isEmpty()) {
      throw new UnusableSettingsException(problems);
    }
    return new TreeMap<>(fleets).entrySet().stream()
        .map(entry -> new Pool(entry.getKey(), Set.copyOf(SettingText.names(Objects.requireNonNull(queues.get(entry.getKey())))), entry.getValue()))
        .toList();
  }
}
