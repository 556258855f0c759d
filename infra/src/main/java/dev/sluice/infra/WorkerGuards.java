package dev.sluice.infra;

import static dev.sluice.infra.Guard.refuseIf;

import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingText;
import dev.sluice.infra.configuration.WorkerPool;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Pools that could not work, and scaling that would swing or never move. */
final class WorkerGuards {
  static final List<Guard> ALL = List.of(
      new Guard("some-pool", WorkerGuards::somePool),
      new Guard("pool-name", WorkerGuards::poolName),
      new Guard("pool-names-differ", WorkerGuards::poolNamesDiffer),
      new Guard("pool-limits", WorkerGuards::poolLimits),
      new Guard("pool-has-slots", WorkerGuards::poolHasSlots),
      new Guard("spot-share", WorkerGuards::spotShare),
      new Guard("scaling-thresholds", WorkerGuards::scalingThresholds),
      new Guard("window-wakes-every-worker", WorkerGuards::windowWakesEveryWorker),
      new Guard("payload-fits-request", WorkerGuards::payloadFitsRequest),
      new Guard("payload-limits-in-order", WorkerGuards::payloadLimitsAreInOrder),
      new Guard("payload-grace", WorkerGuards::payloadGraceOutlastsACommit),
      new Guard("some-coordinator", WorkerGuards::someCoordinator));

  private WorkerGuards() {}

  private static Optional<String> somePool(StackConfiguration stack) {
    return refuseIf(stack.workerPools().isEmpty(), "there is no worker pool, so that nothing would run: add one to workerPools");
  }

  private static Optional<String> poolName(StackConfiguration stack) {
    return wrongPool(stack, pool -> !pool.name().matches("[a-z][a-z0-9-]{0,30}"))
        .map(pool -> "pool " + pool.name() + " cannot name an ECS service: use up to 31 small letters, digits and -");
  }

  private static Optional<String> poolNamesDiffer(StackConfiguration stack) {
    Set<String> seen = new HashSet<>();
    return wrongPool(stack, pool -> !seen.add(pool.name())).map(pool -> "two pools are called " + pool.name() + ": rename one");
  }

  private static Optional<String> poolLimits(StackConfiguration stack) {
    return wrongPool(stack, pool -> pool.max() < 1 || pool.min() > pool.desired() || pool.desired() > pool.max())
        .map(pool -> "pool %s must have min <= desired <= max and max >= 1, got %d, %d and %d"
            .formatted(pool.name(), pool.min(), pool.desired(), pool.max()));
  }

  private static Optional<String> poolHasSlots(StackConfiguration stack) {
    return wrongPool(stack, pool -> pool.slots() < 1)
        .map(pool -> "pool " + pool.name() + " has no slots, so that its workers would idle: give it at least 1");
  }

  private static Optional<String> spotShare(StackConfiguration stack) {
    return wrongPool(stack, pool -> pool.spotShare() > 100 || pool.spotShare() > 0 && !stack.compute().isFargate())
        .map(pool -> "pool " + pool.name() + " has a spotShare of " + pool.spotShare()
            + ": it is a percentage, and only launchType FARGATE has Fargate Spot");
  }

  private static Optional<String> scalingThresholds(StackConfiguration stack) {
    return refuseIf(stack.decimal(Setting.SCALE_DOWN_BACKLOG) >= stack.decimal(Setting.SCALE_UP_BACKLOG),
        "scaleDownBacklog is not below scaleUpBacklog, so that the fleet would swing: lower it");
  }

  private static Optional<String> windowWakesEveryWorker(StackConfiguration stack) {
    int window = stack.integer(Setting.PUBLISH_WINDOW);
    return wrongPool(stack, pool -> pool.max() > window)
        .map(pool -> "publishWindow is %d, too small to wake all %d workers of pool %s: raise it"
            .formatted(window, pool.max(), pool.name()));
  }

  private static Optional<String> payloadFitsRequest(StackConfiguration stack) {
    return refuseIf(bytes(stack, Setting.PAYLOAD_INLINE_LIMIT) > bytes(stack, Setting.MAX_REQUEST_SIZE),
        "payloadInlineLimit is above maxRequestSize, so that an allowed input could not be submitted: raise maxRequestSize");
  }

  private static Optional<String> payloadLimitsAreInOrder(StackConfiguration stack) {
    return refuseIf(bytes(stack, Setting.PAYLOAD_INLINE_LIMIT) > bytes(stack, Setting.MAX_PAYLOAD_SIZE),
        "payloadInlineLimit is above maxPayloadSize, so that it says nothing: lower it, or raise maxPayloadSize");
  }

  /** A put may take 90 s, and its commit waits for nothing but the database. */
  private static Optional<String> payloadGraceOutlastsACommit(StackConfiguration stack) {
    return refuseIf(stack.duration(Setting.PAYLOAD_GRACE).toHours() < 1,
        "payloadGrace is below 1h, so that a payload could be deleted before the row that refers to it is committed: raise it");
  }

  private static long bytes(StackConfiguration stack, Setting setting) {
    return SettingText.bytes(stack.text(setting));
  }

  private static Optional<String> someCoordinator(StackConfiguration stack) {
    return refuseIf(stack.compute().coordinatorCount() < 1,
        "coordinatorCount is 0, so that nothing can be submitted: give it at least 1");
  }

  private static Optional<WorkerPool> wrongPool(StackConfiguration stack, Predicate<WorkerPool> wrong) {
    return stack.workerPools().stream().filter(wrong).findFirst();
  }
}
