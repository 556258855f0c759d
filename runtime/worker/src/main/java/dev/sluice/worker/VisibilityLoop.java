package dev.sluice.worker;

import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.QueueMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Keeps the messages of what the worker holds hidden, once with each heartbeat. A thread of its own runs it, so that a queue that does not
 * answer keeps no lease from being extended: a message that comes back early is judged redundant while its op is leased.
 */
final class VisibilityLoop implements Runnable {
  private static final String PART = "extend visibility on ";
  /** A call to a queue that is away is given up long before; one that takes longer will not return. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final QueueMap queues;
  private final Duration visibility;
  private final HeldAttempts held;
  private final Pulse pulse;
  private final PlatformListener listener;
  private final Semaphore heartbeats = new Semaphore(0);
  private final Interruption interruption = new Interruption();

  VisibilityLoop(WorkerParts parts, WorkerOptions options, HeldAttempts held, Pulse pulse) {
    this.queues = parts.queues();
    this.visibility = options.visibility();
    this.held = held;
    this.pulse = pulse;
    this.listener = parts.listener();
  }

  /** Says that leases were extended. Does not wait for the messages; those heartbeats that come while a queue is slow are one. */
  void follow() {
    heartbeats.release();
  }

  @Override
  public void run() {
    try {
      while (!interruption.isStopped()) {
        awaitHeartbeat();
        messages().forEach(this::extend);
      }
    } catch (InterruptedException e) {
      // told to stop
    }
  }

  private void awaitHeartbeat() throws InterruptedException {
    interruption.enter();
    try {
      heartbeats.acquire();
      heartbeats.drainPermits();
    } finally {
      interruption.leave();
    }
  }

  private Map<String, List<Delivery>> messages() {
    return held.all().stream()
        .map(HeldAttempt::message)
        .filter(Objects::nonNull)
        .collect(Collectors.groupingBy(HeldMessage::queue, Collectors.mapping(HeldMessage::delivery, Collectors.toList())));
  }

  private void extend(String queue, List<Delivery> deliveries) {
    String part = PART + queue;
    pulse.begin(part, PATIENCE);
    try {
      queues.work(queue).extendVisibility(deliveries, visibility);
    } catch (RuntimeException | Error e) {
      listener.troubled(part, Reconnect.told(e));
    } finally {
      pulse.rest(part);
    }
  }

  void stop() {
    interruption.stop();
  }
}
