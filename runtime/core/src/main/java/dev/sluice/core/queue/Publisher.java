package dev.sluice.core.queue;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.fault.FaultPoint;
import dev.sluice.core.fault.Faults;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.store.RunStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends what a transaction marked as published. A send that fails for certain is taken back in the store; one that may or may not
 * have happened is left as published, and the dispatcher publishes it again when the window forgets it. Either way nothing is lost
 * (I3). Safe for any thread; blocks on the network.
 *
 * <p>Each publication is a message group of its own, so that a message that a dead worker still hides does not block the next one.
 */
public final class Publisher {
  private final RunStore store;
  private final QueueMap queues;
  private final PlatformListener listener;
  private final Faults faults;

  public Publisher(RunStore store, QueueMap queues, PlatformListener listener, Faults faults) {
    this.store = store;
    this.queues = queues;
    this.listener = listener;
    this.faults = faults;
  }

  /** Sends the messages; never throws for a queue that cannot be reached. */
  public void publish(List<OpExecutionTask> tasks) {
    if (tasks.isEmpty()) {
      return;
    }
    faults.at(FaultPoint.PUBLISH_MARKED);
    Map<String, List<OpExecutionTask>> byQueue = new LinkedHashMap<>();
    tasks.forEach(task -> byQueue.computeIfAbsent(task.queue(), queue -> new ArrayList<>()).add(task));
    byQueue.forEach(this::send);
    faults.at(FaultPoint.PUBLISH_SENT);
  }

  private void send(String queue, List<OpExecutionTask> tasks) {
    Map<String, OpExecutionTask> byDeduplicationId = new LinkedHashMap<>();
    tasks.forEach(task -> byDeduplicationId.put(task.deduplicationId(), task));
    List<OutgoingMessage> messages = tasks.stream()
        .map(task -> new OutgoingMessage(task.toJson(), task.deduplicationId(), task.deduplicationId()))
        .toList();
    List<OutgoingMessage> refused;
    try {
      refused = queues.work(queue).send(messages);
    } catch (QueueUnavailableException e) {
      listener.publishUncertain(queue, tasks.size(), e);
      return;
    } catch (UnknownQueueException e) {
      listener.publishUncertain(queue, tasks.size(), e);
      refused = messages;
    }
    if (!refused.isEmpty()) {
      store.unpublish(refused.stream().map(message -> byDeduplicationId.get(message.deduplicationId())).toList());
    }
    listener.published(queue, tasks.size() - refused.size());
  }
}
