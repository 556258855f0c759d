package dev.sluice.worker;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.Publisher;
import dev.sluice.core.queue.QueueMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Does what follows a commit, on a thread of its own so that the next commit need not wait for it: publishes, then deletes
 * messages (step 6 of the protocol). Whatever is handed in has been made redundant by a committed row (I4), so that nobody is in a hurry
 * for a deletion: it waits a moment for others, ten of which are one call.
 */
final class Settler implements Runnable {
  /** What one commit or claim left to do. */
  private record Duty(List<OpExecutionTask> publish, List<HeldMessage> delete, Instant giveUpAt) {}

  /** A message to be deleted; not tried any more past a time, when it has come back by itself. */
  private record Deletion(HeldMessage message, Instant giveUpAt) {}

  private static final Duration WAIT_FOR_OTHERS = Duration.ofMillis(100);
  /** Messages that may wait for their deletion, and groups for their publication, before no further messages are received. */
  private static final int MOST_BEHIND = 64;

  private final Publisher publisher;
  private final QueueMap queues;
  private final PlatformListener listener;
  private final Faults faults;
  private final InstantSource clock;
  private final Duration visibility;
  private final Reconnect reconnect;
  private final BlockingQueue<Duty> duties = new LinkedBlockingQueue<>();
  /** The thread's own. */
  private final List<Deletion> deletions = new ArrayList<>();
  private final Load load = new Load();
  private final Interruption interruption = new Interruption();
  private volatile boolean hurried;

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
      load.add(1 + delete.size());
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
    long deleteAt = 0;
    while (!interruption.isStopped()) {
      try {
        batch.clear();
        take(batch, deleteAt);
        if (deletions.isEmpty()) {
          deleteAt = System.nanoTime() + WAIT_FOR_OTHERS.toNanos();
        }
        batch.forEach(duty -> duty.delete().forEach(message -> deletions.add(new Deletion(message, duty.giveUpAt()))));
        publish(batch.stream().flatMap(duty -> duty.publish().stream()).toList());
        boolean areDue = hurried || deleteAt - System.nanoTime() <= 0;
        int waitOn = areDue ? 0 : deletions.size() % JobQueue.MOST_A_CALL;
        deleteAll(List.copyOf(deletions.subList(0, deletions.size() - waitOn)));
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        listener.troubled("settle", Reconnect.told(e));
      } finally {
        load.remove(batch.size());
      }
    }
  }

  /** Waits for something to do, or until it is time to delete. */
  private void take(List<Duty> batch, long deleteAt) throws InterruptedException {
    interruption.enter();
    try {
      Duty first = deletions.isEmpty() ? duties.take() : duties.poll(Math.max(0, deleteAt - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (first != null) {
        batch.add(first);
      }
    } finally {
      interruption.leave();
    }
    duties.drainTo(batch);
  }

  private void publish(List<OpExecutionTask> tasks) {
    try {
      publisher.publish(tasks);
    } catch (RuntimeException e) {
      // The rows say published; the dispatcher publishes them again when the window forgets them.
      listener.troubled("publish", e);
    }
  }

  private void deleteAll(List<Deletion> due) throws InterruptedException {
    if (due.isEmpty()) {
      return;
    }
    faults.at(FaultPoint.BEFORE_DELETE);
    for (String queue : due.stream().map(deletion -> deletion.message().queue()).distinct().toList()) {
      delete(queue, due.stream().filter(deletion -> deletion.message().queue().equals(queue)).toList());
    }
    faults.at(FaultPoint.MESSAGES_DELETED);
  }

  private void delete(String queue, List<Deletion> due) throws InterruptedException {
    try {
      queues.work(queue).delete(due.stream().map(deletion -> deletion.message().delivery()).toList());
      end(due);
      reconnect.succeeded();
    } catch (RuntimeException e) {
      Instant now = clock.instant();
      end(due.stream().filter(deletion -> !deletion.giveUpAt().isAfter(now)).toList());
      reconnect.failed("delete", e);
    }
  }

  private void end(List<Deletion> ended) {
    deletions.removeAll(ended);
    load.remove(ended.size());
  }

  /**
   * Waits while deletions are far behind: whoever goes on receiving then leaves ever more messages in flight, which slows the queue
   * down for all. Returns false if the time is up before.
   */
  boolean awaitRoom(Duration patience) throws InterruptedException {
    return load.awaitAtMost(MOST_BEHIND, patience);
  }

  /** Deletes without waiting for others from now on, and waits until nothing is left to do; returns false if the time is up before. */
  boolean awaitIdle(Duration patience) throws InterruptedException {
    hurried = true;
    load.add(1);
    duties.add(new Duty(List.of(), List.of(), clock.instant()));
    return load.awaitAtMost(0, patience);
  }

  /** Ends the thread after what it is doing now. */
  void stop() {
    interruption.stop();
  }
}
