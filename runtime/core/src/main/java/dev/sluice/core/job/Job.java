package dev.sluice.core.job;

import dev.sluice.core.run.Limits;
import dev.sluice.core.schedule.ScheduleDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A defined job: a named graph of ops. Immutable.
 *
 * @param <I> what a run takes
 * @param <O> what a run yields
 */
public final class Job<I, O> {
  /** Queue of a job that names none. */
  public static final String DEFAULT_QUEUE = "default";

  private final JobSource<?, ?> source;
  private final String name;
  private final Class<I> inputType;
  private final Class<O> outputType;
  private final String outputOp;
  private final Map<String, OpDefinition> ops;
  private final Map<String, OpDefinition> latent;
  /** Ops by the decision that they hang on. */
  private final Map<String, List<OpDefinition>> hanging = new HashMap<>();
  private final String version;
  private final List<ScheduleDefinition> schedules;

  /** Makes a job; latent are the ops that a run gets only while it goes on. */
  Job(
      JobSource<?, ?> source, String name, Class<I> inputType, Class<O> outputType, String outputOp, List<OpDefinition> ops, Map<String, OpDefinition> latent,
      List<ScheduleDefinition> schedules) {
    this.source = source;
    this.name = name;
    this.inputType = inputType;
    this.outputType = outputType;
    this.outputOp = outputOp;
    Map<String, OpDefinition> byName = new LinkedHashMap<>();
    ops.forEach(op -> byName.put(op.name(), op));
    this.ops = byName;
    this.schedules = List.copyOf(schedules);
    this.latent = Map.copyOf(latent);
    ops.forEach(op -> op.flow().condition().ifPresent(
        condition -> hanging.computeIfAbsent(condition.decision(), any -> new ArrayList<>()).add(op)));
    this.version = JobVersion.of(this);
  }

  public String name() {
    return name;
  }

  /** What has defined it. */
  JobSource<?, ?> source() {
    return source;
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

  /** The ops that every run has, upstream before downstream. */
  public List<OpDefinition> ops() {
    return List.copyOf(ops.values());
  }

  /** The ops that a run may get while it goes on: elements of maps and compensations. */
  Collection<OpDefinition> latentOps() {
    return latent.values();
  }

  /** The ops that every run has, those that a run may get, and those of its sub-jobs. */
  Stream<OpDefinition> allOps() {
    return Stream.concat(ops.values().stream(), latent.values().stream())
        .flatMap(op -> op.work() instanceof OpWork.Sub sub ? Stream.concat(Stream.of(op), sub.child().allOps()) : Stream.of(op));
  }

  /** The logical queues that a run needs: those of its ops, of what it may get while it goes on, and of its sub-jobs. */
  public Set<String> queues() {
    return allOps().map(OpDefinition::queue).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The concurrency keys of the same. */
  Set<String> concurrencyKeys() {
    return allOps().flatMap(op -> Optional.ofNullable(op.limits().bounds().concurrency()).stream()).map(Limits.Concurrency::key)
        .collect(Collectors.toSet());
  }

  /** Tells whether an op is a map. */
  boolean isMap(String opName) {
    OpDefinition op = ops.get(opName);
    return op != null && op.work() instanceof OpWork.Fan;
  }

  /** The ops that hang on the decision of this one. */
  List<OpDefinition> hangingOn(String decision) {
    return hanging.getOrDefault(decision, List.of());
  }

  /** Returns what the signal of an op is read as; empty if it waits for none. */
  Optional<Class<?>> awaited(String opKey) {
    return Optional.ofNullable(ops.get(opKey)).filter(op -> op.work() instanceof OpWork.Await).flatMap(OpDefinition::takes);
  }

  /**
   * Returns an op by its name or its key in a run.
   *
   * @throws UnknownOpException if this version of the job has no such op
   */
  public OpDefinition op(String opName) {
    OpDefinition op = opName.endsWith("]") ? latent.get(elementName(opName)) : ops.getOrDefault(opName, latent.get(opName));
    if (op == null) {
      throw new UnknownOpException(name, version, opName, Set.copyOf(ops.keySet()));
    }
    return op;
  }

  /** The name under which all elements of a map are defined: that of the map with empty brackets. */
  static String elementName(String opKey) {
    int bracket = opKey.indexOf('[');
    return (bracket < 0 ? opKey : opKey.substring(0, bracket)) + "[]";
  }

  /** Hash of the definition: names, types, edges, queues, bounds and commands, not the Java code inside the ops. */
  public String version() {
    return version;
  }

  /** The same job, of the same version, with other code around or in place of that of its ops and sub-jobs: how a test kit scripts them. */
  public Job<I, O> withCode(UnaryOperator<OpBody> other) {
    Map<String, OpDefinition> otherLatent = new HashMap<>();
    latent.forEach((key, op) -> otherLatent.put(key, op.withCode(other)));
    return new Job<>(source, name, inputType, outputType, outputOp, ops.values().stream().map(op -> op.withCode(other)).toList(), otherLatent,
        schedules);
  }

  /** When it starts by itself; empty if it never does. */
  public List<ScheduleDefinition> schedules() {
    return schedules;
  }
}
