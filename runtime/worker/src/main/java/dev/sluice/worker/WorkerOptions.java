package dev.sluice.worker;

import dev.sluice.contract.Setting;
import dev.sluice.contract.Settings;
import dev.sluice.contract.UnusableSettingsException;
import dev.sluice.core.job.Retry;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.PublishWindow;
import java.time.Duration;
import java.util.List;

/**
 * How one worker works.
 *
 * @param id names it in leases and events; no two workers may share one
 * @param queues logical queues that it serves
 * @param slots op executions that it runs at a time
 * @param lease how long a lease lasts without a heartbeat; at least three heartbeats
 * @param heartbeat pause between two heartbeats
 * @param visibility how long a held message stays hidden after a heartbeat; at least the lease
 * @param receiveWait length of a long poll, at least a second
 * @param commitBatchSize most results that one transaction commits
 * @param window how far commits publish
 * @param stopGrace how long code that was told to stop may run on before it is fenced off
 * @param retry retry of ops whose definition has none
 * @param starvationShare share of the claims beside commits that goes to the oldest whatever their priority, 0 to 1
 */
public record WorkerOptions(
    String id,
    List<String> queues,
    int slots,
    Duration lease,
    Duration heartbeat,
    Duration visibility,
    Duration receiveWait,
    int commitBatchSize,
    PublishWindow window,
    Duration stopGrace,
    Retry retry,
    double starvationShare) {
  private static final int HEARTBEATS_A_LEASE = 3;
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration SHORTEST_RECONNECT = Duration.ofMillis(100);

  /** A worker that keeps strict priority. */
  public WorkerOptions(String id, List<String> queues, int slots, Duration lease, Duration heartbeat, Duration visibility,
      Duration receiveWait, int commitBatchSize, PublishWindow window, Duration stopGrace, Retry retry) {
    this(id, queues, slots, lease, heartbeat, visibility, receiveWait, commitBatchSize, window, stopGrace, retry, 0);
  }

  public WorkerOptions {
    queues = List.copyOf(queues);
    check(!id.isBlank(), "id must not be blank");
    check(!queues.isEmpty(), "queues must name at least one");
    check(slots >= 1, Setting.WORKER_SLOTS, ">= 1", slots);
    check(commitBatchSize >= 1, Setting.COMMIT_BATCH_SIZE, ">= 1", commitBatchSize);
    check(isPositive(heartbeat), Setting.HEARTBEAT_INTERVAL, "positive", heartbeat);
    check(lease.compareTo(heartbeat.multipliedBy(HEARTBEATS_A_LEASE)) >= 0,
        Setting.LEASE_DURATION, "at least " + HEARTBEATS_A_LEASE + " heartbeats of " + heartbeat, lease);
    check(visibility.compareTo(lease) >= 0, Setting.VISIBILITY_TIMEOUT, "at least the lease of " + lease, visibility);
    check(starvationShare >= 0 && starvationShare <= 1, Setting.STARVATION_SHARE, "0 to 1", starvationShare);
    check(receiveWait.compareTo(SHORTEST_WAIT) >= 0, Setting.RECEIVE_WAIT, "at least " + SHORTEST_WAIT, receiveWait);
    check(!stopGrace.isNegative(), Setting.STOP_GRACE, ">= 0", stopGrace);
  }

  /**
   * Reads them from a worker's settings.
   *
   * @throws UnusableSettingsException if they contradict each other
   */
  public static WorkerOptions from(Settings settings, String id) {
    try {
      return new WorkerOptions(
          id,
          settings.names(Setting.WORKER_QUEUES),
          settings.integer(Setting.WORKER_SLOTS),
          settings.duration(Setting.LEASE_DURATION),
          settings.duration(Setting.HEARTBEAT_INTERVAL),
          settings.duration(Setting.VISIBILITY_TIMEOUT),
          settings.duration(Setting.RECEIVE_WAIT),
          settings.integer(Setting.COMMIT_BATCH_SIZE),
          new PublishWindow(settings.integer(Setting.PUBLISH_WINDOW), settings.duration(Setting.REPUBLISH_AFTER)),
          settings.duration(Setting.STOP_GRACE),
          new Retry(
              settings.integer(Setting.MAX_ATTEMPTS),
              settings.duration(Setting.BACKOFF_BASE),
              settings.decimal(Setting.BACKOFF_FACTOR),
              settings.duration(Setting.BACKOFF_CEILING),
              settings.decimal(Setting.BACKOFF_JITTER)),
          settings.decimal(Setting.STARVATION_SHARE));
    } catch (IllegalArgumentException e) {
      throw new UnusableSettingsException(List.of(String.valueOf(e.getMessage())));
    }
  }

  /** The pauses between calls that fail: from a tenth of a second up to one heartbeat, so that a lease outlives a short trouble. */
  Retry reconnect() {
    Duration base = SHORTEST_RECONNECT.compareTo(heartbeat) < 0 ? SHORTEST_RECONNECT : heartbeat;
    return new Retry(Integer.MAX_VALUE, base, 2, heartbeat, retry.jitter());
  }

  /** How long a part of the worker may go without success before it counts as stuck. */
  Duration patience() {
    return heartbeat.multipliedBy(HEARTBEATS_A_LEASE);
  }

  /** The wish for so many op executions of a queue. */
  Claim claim(String queue, int wanted) {
    return claim(queue, wanted, 0);
  }

  /** The wish for so many op executions of a queue, some of which are to be the oldest whatever their priority. */
  Claim claim(String queue, int wanted, int aged) {
    return new Claim(id, queue, wanted, lease, aged);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void check(boolean holds, Setting setting, String expected, Object value) {
    check(holds, setting.key() + " must be " + expected + ", got " + value);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
