package dev.sluice.infra;

import static dev.sluice.infra.Guard.refuseIf;

import dev.sluice.contract.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Leases, heartbeats and pauses that would hand healthy work to another worker, or never. */
final class TimingGuards {
  static final List<Guard> ALL = List.of(
      new Guard("heartbeat-beats", TimingGuards::heartbeatBeats),
      new Guard("visibility-covers-heartbeats", TimingGuards::visibilityCoversHeartbeats),
      new Guard("lease-covers-heartbeats", TimingGuards::leaseCoversHeartbeats),
      new Guard("visibility-covers-lease", TimingGuards::visibilityCoversLease),
      new Guard("drain-before-kill", TimingGuards::drainBeforeKill),
      new Guard("stop-timeout-limit", TimingGuards::stopTimeoutLimit),
      new Guard("some-attempt", TimingGuards::someAttempt),
      new Guard("backoff-grows", TimingGuards::backoffGrows),
      new Guard("backoff-jitter-is-a-share", TimingGuards::backoffJitterIsAShare));

  /** Two heartbeats may be lost before anything happens. */
  private static final int HEARTBEATS = 3;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(120);

  private TimingGuards() {}

  private static Optional<String> heartbeatBeats(StackConfiguration stack) {
    return refuseIf(stack.duration(Setting.HEARTBEAT_INTERVAL).isZero(),
        "heartbeatInterval is zero: give it a length, such as 5s");
  }

  private static Optional<String> visibilityCoversHeartbeats(StackConfiguration stack) {
    Duration least = stack.duration(Setting.HEARTBEAT_INTERVAL).multipliedBy(HEARTBEATS);
    return refuseIf(stack.queues().visibilityTimeout().compareTo(least) < 0,
        "visibilityTimeout is below three heartbeats, so that one lost heartbeat gives work away: raise it to %s or lower"
            + " heartbeatInterval", least);
  }

  private static Optional<String> leaseCoversHeartbeats(StackConfiguration stack) {
    Duration least = stack.duration(Setting.HEARTBEAT_INTERVAL).multipliedBy(HEARTBEATS);
    return refuseIf(stack.duration(Setting.LEASE_DURATION).compareTo(least) < 0,
        "leaseDuration is below three heartbeats, so that one lost heartbeat gives work away: raise it to %s or lower"
            + " heartbeatInterval", least);
  }

  private static Optional<String> visibilityCoversLease(StackConfiguration stack) {
    Duration lease = stack.duration(Setting.LEASE_DURATION);
    return refuseIf(stack.queues().visibilityTimeout().compareTo(lease) < 0,
        "visibilityTimeout is below leaseDuration, so that messages of leased work come back and count as receives:"
            + " raise it to %s",
        lease);
  }

  private static Optional<String> drainBeforeKill(StackConfiguration stack) {
    Duration stop = stack.compute().stopTimeout();
    return refuseIf(stack.duration(Setting.DRAIN_TIMEOUT).compareTo(stop) >= 0,
        "drainTimeout is not below stopTimeout, so that SIGKILL comes before leases are handed over: lower it below %s", stop);
  }

  private static Optional<String> stopTimeoutLimit(StackConfiguration stack) {
    Duration stop = stack.compute().stopTimeout();
    return refuseIf(stop.compareTo(LONGEST_STOP) > 0, "stopTimeout is %s: ECS gives a stopping task at most 120s", stop);
  }

  private static Optional<String> someAttempt(StackConfiguration stack) {
    return refuseIf(stack.integer(Setting.MAX_ATTEMPTS) < 1, "maxAttempts is 0, so that nothing would run: give it at least 1");
  }

  private static Optional<String> backoffGrows(StackConfiguration stack) {
    boolean shrinks = stack.decimal(Setting.BACKOFF_FACTOR) < 1
        || stack.duration(Setting.BACKOFF_CEILING).compareTo(stack.duration(Setting.BACKOFF_BASE)) < 0;
    return refuseIf(shrinks,
        "pauses between attempts would shrink: give backoffFactor at least 1 and backoffCeiling at least backoffBase");
  }

  private static Optional<String> backoffJitterIsAShare(StackConfiguration stack) {
    return refuseIf(stack.decimal(Setting.BACKOFF_JITTER) > 1,
        "backoffJitter is above 1, so that a pause could be negative: give a share");
  }
}
