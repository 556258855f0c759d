package dev.sluice.worker;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.queue.QueueMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Does what follows a commit, on a thread of its own so that the next commit need not wait for it: publishes, then deletes
 * messages (step 6 of the protocol). Whatever is handed in has been made redundant by a committed row (I4).
 */
final class Settler implements Runnable {
  /** What one commit or claim left to do; not tried any more past a time, when the messages have come back by themselves. */
  private record Duty(List<OpExecutionTask> publish, List<HeldMessage> delete, Instant giveUpAt) {}

  /** Commits and claims whose messages may wait for their deletion before no further ones are received. */
  private static final int MOST_BEHIND = 4;

  private final Publisher publisher;
  private final QueueMap queues;
  private final PlatformListener listener;
  private final Faults faults;
  private final InstantSource clock;
  private final Duration visibility;
  private final Reconnect reconnect;
  private final BlockingQueue<Duty> duties = new LinkedBlockingQueue<>();
  private final Load load = new Load();
  private final Interruption interruption = new Interruption();

  Settler(WorkerParts parts, WorkerOptions options) {
    this.publisher = new Publisher(parts.store(), parts.queues(), parts.listener(), parts.faults());
    this.queues = parts.queues();
    this.listener = parts.listener();
    this.faults = parts.faults();
    this.clock = parts.clock();
    this.visibility = options.visibility();
    this.reconnect = new Reconnect(parts, options, interruption);
  }

  /** Publishes, then deletes. */
  void settle(List<OpExecutionTask> publish, List<HeldMessage> delete) {
    if (!publish.isEmpty() || !delete.isEmpty()) {
      load.add(1);
      duties.add(new Duty(List.copyOf(publish), List.copyOf(delete), clock.instant().plus(visibility)));
    }
  }

  /** Deletes messages that the store called redundant. */
  void delete(List<HeldMessage> messages) {
    settle(List.of(), messages);
  }

  @Override
  public void run() {
    List<Duty> batch = new ArrayList<>();
    while (!interruption.isStopped()) {
      try {
        batch.clear();
        interruption.enter();
        try {
          batch.add(duties.take());
        } finally {
          interruption.leave();
        }
        duties.drainTo(batch);
        settle(batch);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        listener.troubled("settle", Reconnect.told(e));
      } finally {
        load.remove(batch.size());
      }
    }
  }

  private void settle(List<Duty> batch) throws InterruptedException {
    publish(batch.stream().flatMap(duty -> duty.publish().stream()).toList());
    Map<String, List<Duty>> byQueue = new LinkedHashMap<>();
    batch.forEach(duty -> duty.delete().forEach(message -> byQueue
        .computeIfAbsent(message.queue(), queue -> new ArrayList<>())
        .add(new Duty(List.of(), List.of(message), duty.giveUpAt()))));
    if (byQueue.isEmpty()) {
      return;
    }
    faults.at(FaultPoint.BEFORE_DELETE);
    for (Map.Entry<String, List<Duty>> entry : byQueue.entrySet()) {
      delete(entry.getKey(), entry.getValue());
    }
    faults.at(FaultPoint.MESSAGES_DELETED);
  }

  private void publish(List<OpExecutionTask> tasks) {
    try {
      publisher.publish(tasks);
    } catch (RuntimeException e) {
      // The rows say published; the dispatcher publishes them again when the window forgets them.
      listener.troubled("publish", e);
    }
  }

  private void delete(String queue, List<Duty> messages) throws InterruptedException {
    List<Delivery> deliveries = messages.stream().map(duty -> duty.delete().get(0).delivery()).toList();
    try {
      queues.work(queue).delete(deliveries);
      reconnect.succeeded();
    } catch (RuntimeException e) {
      Instant now = clock.instant();
      List<Duty> again = messages.stream().filter(duty -> duty.giveUpAt().isAfter(now)).toList();
      load.add(again.size());
      duties.addAll(again);
      reconnect.failed("delete", e);
    }
  }

  /**
   * Waits while deletions are far behind: whoever goes on receiving then leaves ever more messages in flight, which slows the queue
   * down for all.
   */
  void awaitRoom() throws InterruptedException {
    load.awaitAtMost(MOST_BEHIND);
  }

  /** Waits until nothing is left to do; returns false if the time is up before. */
  boolean awaitIdle(Duration patience) throws InterruptedException {
    return load.awaitNone(patience);
  }

  /** Ends the thread after what it is doing now. */
  void stop() {
    interruption.stop();
  }
}
