package dev.sluice.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.ServiceKind;
import dev.sluice.contract.SettingSource;
import dev.sluice.contract.Settings;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.inmemory.InMemoryWorkerFleet;
import dev.sluice.core.scaling.WorkerFleet;
import dev.sluice.core.scaling.WorkerRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PoolsTest {
  private final WorkerFleet fleet = new InMemoryWorkerFleet(new WorkerRange(2, 20), 2);

  @Test
  void eachPoolGetsItsQueues() {
    List<Pool> pools = Pools.from(
        settings("{\"default\":\"default\",\"bulk\":\"imports, exports\"}"), Map.of("default", fleet, "bulk", fleet));

    assertThat(pools).containsExactly(
        new Pool("bulk", Set.of("imports", "exports"), fleet), new Pool("default", Set.of("default"), fleet));
  }

  @Test
  void poolsThatOnlyOneSettingNamesAreReportedTogether() {
    assertThatThrownBy(() -> Pools.from(settings("{\"bulk\":\"imports\"}"), Map.of("default", fleet)))
        .isInstanceOf(UnusableSettingsException.class)
        .hasMessageContainingAll(
            "SLUICE_WORKER_POOL_QUEUES does not name pool \"default\" of SLUICE_WORKER_SERVICES",
            "SLUICE_WORKER_POOL_QUEUES names pool \"bulk\", which SLUICE_WORKER_SERVICES does not");
  }

  private static Settings settings(String poolQueues) {
    return Settings.of(ServiceKind.AUTOSCALER, List.of(new SettingSource("test", Map.of(
        "SLUICE_DATABASE_URL", "jdbc:postgresql://database/sluice",
        "SLUICE_DATABASE_USER", "sluice",
        "SLUICE_DATABASE_PASSWORD", "secret",
        "SLUICE_CLUSTER_NAME", "sluice",
        "SLUICE_WORKER_SERVICES", "{}",
        "SLUICE_WORKER_POOL_QUEUES", poolQueues))));
  }
}
