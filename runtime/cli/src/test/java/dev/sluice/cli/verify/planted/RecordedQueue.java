package dev.sluice.cli.verify.planted;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueDepth;
import dev.sluice.simulator.history.MessageRecord.Step;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** One worker's access to the queue, which writes down what that worker deletes. */
record RecordedQueue(JobQueue inner, String worker, SmallPlatform platform) implements JobQueue {
  @Override
  public List<OutgoingMessage> send(List<OutgoingMessage> messages) {
    return inner.send(messages);
  }

  @Override
  public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
    List<Delivery> received = inner.receive(max, wait);
    if (platform.bug() == PlantedBug.DELETE_BEFORE_COMMIT) {
      delete(received);
    }
    return received;
  }

  @Override
  public void extendVisibility(Collection<Delivery> deliveries, Duration visibility) {
    inner.extendVisibility(deliveries, visibility);
  }

  @Override
  public void delete(Collection<Delivery> deliveries) {
    deliveries.forEach(delivery -> platform.note(OpExecutionTask.fromJson(delivery.body()), Step.DELETED, worker));
    inner.delete(deliveries);
  }

  @Override
  public QueueDepth depth() {
    return inner.depth();
  }
}
