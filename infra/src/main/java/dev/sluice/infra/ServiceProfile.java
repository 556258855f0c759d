package dev.sluice.infra;

import dev.sluice.contract.ServiceKind;
import dev.sluice.infra.configuration.ContainerSize;
import dev.sluice.infra.configuration.WorkerPool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A service that the stack runs, as far as its settings depend on it.
 *
 * @param name its name within the stack
 * @param kind which image
 * @param size what its container gets
 * @param pools the worker pools that it has to do with: a worker's own, those that an autoscaler scales, or all
 */
record ServiceProfile(String name, ServiceKind kind, ContainerSize size, List<WorkerPool> pools) {
  ServiceProfile {
    pools = List.copyOf(pools);
  }

  static ServiceProfile coordinator(StackConfiguration configuration) {
    return new ServiceProfile(
        "coordinator", ServiceKind.COORDINATOR, configuration.compute().coordinator(), configuration.workerPools());
  }

  static ServiceProfile worker(StackConfiguration configuration, WorkerPool pool) {
    return new ServiceProfile("worker-" + pool.name(), ServiceKind.WORKER, configuration.compute().worker(pool), List.of(pool));
  }

  static ServiceProfile simulator(StackConfiguration configuration) {
    return new ServiceProfile(
        "simulator", ServiceKind.SIMULATOR, configuration.compute().simulator(), configuration.workerPools());
  }

  /**
   * Returns the autoscalers of a stack. An autoscaler holds all its pools between the same limits, so that pools with other
   * limits get one of their own; most stacks have one.
   */
  static List<ServiceProfile> autoscalers(StackConfiguration configuration) {
    record Limits(int min, int max) {}
    Map<Limits, List<WorkerPool>> pools = new LinkedHashMap<>();
    configuration.workerPools()
        .forEach(pool -> pools.computeIfAbsent(new Limits(pool.min(), pool.max()), limits -> new ArrayList<>()).add(pool));
    List<ServiceProfile> autoscalers = new ArrayList<>();
    for (List<WorkerPool> group : pools.values()) {
      String name = autoscalers.isEmpty() ? "autoscaler" : "autoscaler-" + group.get(0).name();
      autoscalers.add(new ServiceProfile(name, ServiceKind.AUTOSCALER, configuration.compute().autoscaler(), group));
    }
    return autoscalers;
  }
}
