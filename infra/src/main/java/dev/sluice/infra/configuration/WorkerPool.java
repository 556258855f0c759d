package dev.sluice.infra.configuration;

import dev.sluice.contract.Setting;
import java.util.List;
import java.util.Map;

/**
 * A group of equal workers: one ECS service.
 *
 * @param name what the pool is called in settings and service names
 * @param queues logical queues that it serves
 * @param cpu processor share of one worker, in 1/1024 vCPU
 * @param memory memory of one worker, in MiB
 * @param slots op executions that one worker runs at a time
 * @param min fewest workers
 * @param max most workers
 * @param desired workers at creation; the autoscaler owns the count from then on
 * @param spotShare percentage of workers on Fargate Spot, 0 to 100
 */
public record WorkerPool(
    String name, List<String> queues, int cpu, int memory, int slots, int min, int max, int desired, int spotShare) {

  public WorkerPool {
    queues = List.copyOf(queues);
  }

  /** Reads the stack's pools; what one leaves out comes from the stack's own settings and queues. */
  public static List<WorkerPool> readAll(ConfigurationText text, Map<Setting, String> settings, List<String> queues) {
    return new WorkerPoolReader(text, settings, queues).read();
  }
}
