package dev.sluice.infra.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.NearestName;
import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the list of worker pools; what a pool leaves out comes from the stack's own keys. */
final class WorkerPoolReader {
  private static final List<String> KNOWN = Arrays.stream(PoolKey.values()).map(PoolKey::key).toList();

  private final ConfigurationText text;
  private final Map<Setting, String> settings;
  private final List<String> queues;

  WorkerPoolReader(ConfigurationText text, Map<Setting, String> settings, List<String> queues) {
    this.text = text;
    this.settings = settings;
    this.queues = queues;
  }

  List<WorkerPool> read() {
    JsonNode list = text.json(ConfigurationKey.WORKER_POOLS);
    List<WorkerPool> pools = new ArrayList<>();
    if (!list.isArray()) {
      text.problem("workerPools is " + list.getNodeType() + ": expected " + ConfigurationType.POOLS.form());
      return pools;
    }
    for (JsonNode pool : list) {
      pools.add(read("workerPools[" + pools.size() + "]", pool));
    }
    return pools;
  }

  private WorkerPool read(String path, JsonNode pool) {
    pool.fieldNames().forEachRemaining(field -> {
      if (!KNOWN.contains(field)) {
        text.problem(path + "." + field + " is not a key of a worker pool"
            + NearestName.of(field, KNOWN).map(name -> "; did you mean " + name + "?").orElse("; remove it"));
      }
    });
    int min = integer(path, pool, PoolKey.MIN, setting(Setting.MIN_WORKERS));
    return new WorkerPool(
        name(path, pool),
        names(path, pool),
        integer(path, pool, PoolKey.CPU, 256),
        integer(path, pool, PoolKey.MEMORY, 512),
        integer(path, pool, PoolKey.SLOTS, setting(Setting.WORKER_SLOTS)),
        min,
        integer(path, pool, PoolKey.MAX, setting(Setting.MAX_WORKERS)),
        integer(path, pool, PoolKey.DESIRED, min),
        integer(path, pool, PoolKey.SPOT_SHARE, 0));
  }

  private int setting(Setting setting) {
    String value = settings.get(setting);
    return SettingText.integer(value == null ? setting.defaultText().orElseThrow() : value);
  }

  private String name(String path, JsonNode pool) {
    @Nullable JsonNode name = pool.get(PoolKey.NAME.key());
    if (name == null || !name.isTextual() || name.textValue().isBlank()) {
      text.problem(path + ".name is missing: " + PoolKey.NAME.reason());
      return "unnamed";
    }
    return name.textValue();
  }

  private List<String> names(String path, JsonNode pool) {
    @Nullable JsonNode names = pool.get(PoolKey.QUEUES.key());
    if (names == null) {
      return queues;
    }
    List<String> read = new ArrayList<>();
    names.forEach(name -> read.add(name.asText()));
    if (names.isTextual()) {
      read.addAll(Arrays.stream(names.textValue().split(",")).map(String::trim).filter(name -> !name.isEmpty()).toList());
    }
    if (read.isEmpty()) {
      text.problem(path + ".queues = " + names + " is not usable: expected " + PoolKey.QUEUES.form());
      return queues;
    }
    return read;
  }

  private int integer(String path, JsonNode pool, PoolKey key, int fallback) {
    @Nullable JsonNode value = pool.get(key.key());
    if (value == null) {
      return fallback;
    }
    if (!value.isInt() || value.intValue() < 0) {
      text.problem(path + "." + key.key() + " = " + value + " is not usable: expected " + key.form());
      return fallback;
    }
    return value.intValue();
  }
}
