package dev.sluice.infra.configuration;

/** What a stack file may say about one worker pool. */
public enum PoolKey {
  NAME("text", "", "required", "Name of the pool."),
  QUEUES("list of names", "", "all queues", "Logical queues that it serves."),
  CPU("whole number", "1/1024 vCPU", "256", "Processor share of one worker."),
  MEMORY("whole number", "MiB", "512", "Memory of one worker."),
  SLOTS("whole number", "", "workerSlots", "Op executions that one worker runs at a time."),
  MIN("whole number", "tasks", "minWorkers", "Fewest workers."),
  MAX("whole number", "tasks", "maxWorkers", "Most workers."),
  DESIRED("whole number", "tasks", "min", "Workers at creation; the autoscaler owns the count from then on."),
  SPOT_SHARE("whole number", "%", "0", "Share of its workers on Fargate Spot, which AWS takes back at two minutes' notice.");

  private final String form;
  private final String unit;
  private final String fallback;
  private final String reason;

  PoolKey(String form, String unit, String fallback, String reason) {
    this.form = form;
    this.unit = unit;
    this.fallback = fallback;
    this.reason = reason;
  }

  public String key() {
    return FlatKey.of(this);
  }

  /** Says in words what a value must look like. */
  public String form() {
    return form;
  }

  public String unit() {
    return unit;
  }

  /** Returns the value, or the name of the key, that stands in where the pool says nothing. */
  public String fallback() {
    return fallback;
  }

  public String reason() {
    return reason;
  }
}
