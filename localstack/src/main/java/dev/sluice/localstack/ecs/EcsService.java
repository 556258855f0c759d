package dev.sluice.localstack.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the desired number of tasks running. {@link #reconcile} compares what is with what should be and takes the next steps; it
 * is called whenever something has changed. Owned by the control thread.
 */
final class EcsService {
  private static final int EVENTS_KEPT = 100;
  private static final Backoff RESTARTS = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

  /** A line of the service's history. */
  record Event(String id, Instant at, String message) {}

  private final Cluster cluster;
  private final ServiceSpecification specification;
  private final String arn;
  private final TaskStarter starter;
  private final ControlThread control;
  private final Instant createdAt = Instant.now();
  private final Deque<Event> events = new ArrayDeque<>();
  private final Set<String> seenStopped = new HashSet<>();
  private Deployment deployment;
  private int desired;
  private int failures;
  private Instant nextStart = Instant.MIN;
  private boolean wasSteady;
  private boolean deleted;
  private @Nullable String lastFailure;

  /** The current deployment: what new tasks are made from. */
  record Deployment(String id, TaskDefinition definition, Instant at) {
    static Deployment of(TaskDefinition definition) {
      return new Deployment("ecs-svc/" + Math.abs(UUID.randomUUID().getMostSignificantBits()), definition, Instant.now());
    }
  }

  /** Starts a task for a service. */
  @FunctionalInterface
  interface TaskStarter {
    EcsTask start(EcsService service, TaskDefinition definition);
  }

  EcsService(Cluster cluster, ServiceSpecification specification, String arn, TaskDefinition definition, int desired,
      TaskStarter starter, ControlThread control) {
    this.cluster = cluster;
    this.specification = specification;
    this.arn = arn;
    this.deployment = Deployment.of(definition);
    this.desired = desired;
    this.starter = starter;
    this.control = control;
  }

  void desired(int count) {
    if (count < 0) {
      throw new InvalidEcsRequestException("desiredCount must be >= 0, got " + count);
    }
    desired = count;
  }

  /** Replaces all tasks, a few at a time, by tasks of this definition. */
  void deploy(TaskDefinition definition) {
    deployment = Deployment.of(definition);
    failures = 0;
    nextStart = Instant.MIN;
    event("has begun deployment " + deployment.id() + " of " + definition.familyAndRevision() + ".");
  }

  /** Takes the next steps toward the desired state. */
  void reconcile() {
    noteStopped();
    List<EcsTask> wanted = cluster.tasksOf(specification.name()).stream().filter(EcsTask::isWanted).toList();
    for (EcsTask task : wanted) {
      if (task.health() == Health.UNHEALTHY) {
        event("(task " + task.id() + ") failed container health checks.");
        task.stop("ServiceSchedulerInitiated", "Task failed container health checks");
        return; // stopping is a change, which calls us again
      }
    }
    List<EcsTask> current = wanted.stream().filter(this::isCurrent).toList();
    List<EcsTask> old = wanted.stream().filter(task -> !isCurrent(task)).toList();
    stopSurplus(current, old);
    startMissing(current.size(), wanted.size());
    noteSteadiness();
  }

  /** Tasks of an earlier deployment are to be replaced, and so are those on an instance that is drained. */
  private boolean isCurrent(EcsTask task) {
    return task.placement().startedBy().equals(deployment.id())
        && task.placement().instance().filter(ContainerInstance::isDraining).isEmpty();
  }

  private void noteStopped() {
    for (EcsTask task : cluster.tasksOf(specification.name())) {
      if (task.status() == TaskStatus.STOPPED && seenStopped.add(task.id())) {
        boolean ours = task.health() != Health.UNHEALTHY
            && task.stopCode().filter("ServiceSchedulerInitiated"::equals).isPresent();
        if (!ours) {
          lastFailure = task.obituary();
          failures = task.hasServed() ? 0 : failures + 1;
          nextStart = Instant.now().plus(RESTARTS.after(failures));
          event("(task " + task.id() + ") stopped: " + task.stoppedReason().orElse("") + exitCodes(task));
        }
      }
    }
  }

  private static String exitCodes(EcsTask task) {
    List<String> codes = new ArrayList<>();
    task.containers().forEach(container -> container.exitCode().ifPresent(
        code -> codes.add(container.definition().name() + " exited with " + code)));
    return codes.isEmpty() ? "" : " (" + String.join(", ", codes) + ")";
  }

  private void startMissing(int current, int all) {
    int most = Math.max(1, desired * specification.maximumPercent() / 100);
    int missing = Math.min(desired - current, most - all);
    if (missing <= 0 || deleted) {
      return;
    }
    Instant now = Instant.now();
    if (now.isBefore(nextStart)) {
      control.after(Duration.between(now, nextStart).plusMillis(1), this::reconcile);
      return;
    }
    for (int i = 0; i < missing; i++) {
      if (!specification.launchType().equals("FARGATE") && !cluster.instances().isEmpty() && cluster.place().isEmpty()) {
        event("was unable to place a task. Reason: No Container Instances were found in your cluster that are ACTIVE.");
        return;
      }
      EcsTask task = starter.start(this, deployment.definition());
      event("has started 1 tasks: (task " + task.id() + ").");
    }
  }

  private void stopSurplus(List<EcsTask> current, List<EcsTask> old) {
    int protectedTasks = stop(current, current.size() - desired);
    long readyNow = current.stream().filter(EcsTask::isReady).count();
    long readyBefore = old.stream().filter(EcsTask::isReady).count();
    long needed = (desired * (long) specification.minimumHealthyPercent() + 99) / 100;
    List<EcsTask> useless = old.stream().filter(task -> !task.isReady()).toList();
    List<EcsTask> useful = old.stream().filter(EcsTask::isReady).toList();
    protectedTasks += stop(useless, useless.size());
    protectedTasks += stop(useful, (int) Math.min(readyBefore, readyNow + readyBefore - needed));
    if (protectedTasks > 0) {
      String message = "was unable to scale in due to " + protectedTasks + " protected tasks.";
      if (events.isEmpty() || !events.getFirst().message().endsWith(message)) {
        event(message);
      }
    }
  }

  /**
   * Stops so many of the tasks, the least useful and youngest first, and returns how many it could not stop for their protection.
   */
  private static int stop(List<EcsTask> tasks, int count) {
    if (count <= 0) {
      return 0;
    }
    Instant now = Instant.now();
    List<EcsTask> stoppable = tasks.stream().filter(task -> !task.protection().holdsAt(now))
        .sorted(Comparator.comparing(EcsTask::isReady).thenComparing(Comparator.comparing(EcsTask::createdAt).reversed()))
        .limit(count).toList();
    stoppable.forEach(task -> task.stop("ServiceSchedulerInitiated", "Scaling activity initiated by deployment"));
    return count - stoppable.size();
  }

  private void noteSteadiness() {
    boolean now = isSteady();
    if (now && !wasSteady) {
      event("has reached a steady state.");
    }
    wasSteady = now;
  }

  /** True if as many tasks as desired are ready and no others are left. */
  boolean isSteady() {
    List<EcsTask> wanted = cluster.tasksOf(specification.name()).stream().filter(EcsTask::isWanted).toList();
    return wanted.size() == desired && wanted.stream().allMatch(task -> isCurrent(task) && task.isReady());
  }

  private void event(String text) {
    events.addFirst(new Event(UUID.randomUUID().toString(), Instant.now(), "(service " + specification.name() + ") " + text));
    while (events.size() > EVENTS_KEPT) {
      events.removeLast();
    }
  }

  void delete() {
    deleted = true;
    desired = 0;
  }

  boolean isDeleted() {
    return deleted;
  }

  int failures() {
    return failures;
  }

  /** Says what became of the last task that ended unasked. */
  Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  String name() {
    return specification.name();
  }

  String arn() {
    return arn;
  }

  Cluster cluster() {
    return cluster;
  }

  ServiceSpecification specification() {
    return specification;
  }

  Deployment deployment() {
    return deployment;
  }

  int desired() {
    return desired;
  }

  Instant createdAt() {
    return createdAt;
  }

  /** Returns the newest event first. */
  List<Event> events() {
    return List.copyOf(events);
  }
}
