package dev.sluice.core.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A defined job: a named graph of ops. Immutable.
 *
 * @param <I> what a run takes
 * @param <O> what a run yields
 */
public final class Job<I, O> {
  /** Queue of a job that names none. */
  public static final String DEFAULT_QUEUE = "default";

  private final String name;
  private final Class<I> inputType;
  private final Class<O> outputType;
  private final String outputOp;
  private final Map<String, OpDefinition> ops;
  private final String version;

  Job(String name, Class<I> inputType, Class<O> outputType, String outputOp, List<OpDefinition> ops) {
    this.name = name;
    this.inputType = inputType;
    this.outputType = outputType;
    this.outputOp = outputOp;
    Map<String, OpDefinition> byName = new LinkedHashMap<>();
    ops.forEach(op -> byName.put(op.name(), op));
    this.ops = byName;
    this.version = JobVersion.of(this);
  }

  public String name() {
    return name;
  }

  public Class<I> inputType() {
    return inputType;
  }

  public Class<O> outputType() {
    return outputType;
  }

  /** Name of the op whose output is the run's. */
  public String outputOp() {
    return outputOp;
  }

  /** The ops, upstream before downstream. */
  public List<OpDefinition> ops() {
    return List.copyOf(ops.values());
  }

  /**
   * Returns an op by its name.
   *
   * @throws UnknownOpException if this version of the job has no such op
   */
  public OpDefinition op(String opName) {
    OpDefinition op = ops.get(opName);
    if (op == null) {
      throw new UnknownOpException(name, version, opName, Set.copyOf(ops.keySet()));
    }
    return op;
  }

  /** Hash of the definition: names, types, edges, queues, bounds and commands, not the Java code inside the ops. */
  public String version() {
    return version;
  }
}
