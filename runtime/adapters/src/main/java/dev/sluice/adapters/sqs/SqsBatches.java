package dev.sluice.adapters.sqs;

import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** Cuts what is to be sent into what SQS takes in one call. */
final class SqsBatches {
  /** What one call carries. SQS takes 1 MiB, some emulators only this; our messages are a few hundred bytes, so it costs nothing. */
  static final int MAX_BATCH_BYTES = 256 * 1024;

  private SqsBatches() {}

  /** Cuts messages into batches, in order; a message larger than a batch goes alone. */
  static List<List<OutgoingMessage>> ofMessages(List<OutgoingMessage> messages) {
    List<List<OutgoingMessage>> batches = new ArrayList<>();
    List<OutgoingMessage> batch = new ArrayList<>();
    long bytes = 0;
    for (OutgoingMessage message : messages) {
      int size = message.bodyBytes();
      if (!batch.isEmpty() && (batch.size() == JobQueue.MOST_A_CALL || bytes + size > MAX_BATCH_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(message);
      bytes += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  /** Cuts things of no size worth counting into batches, in order. */
  static <T> List<List<T>> of(Collection<T> things) {
    List<List<T>> batches = new ArrayList<>();
    Iterator<T> rest = things.iterator();
    while (rest.hasNext()) {
      List<T> batch = new ArrayList<>();
      while (rest.hasNext() && batch.size() < JobQueue.MOST_A_CALL) {
        batch.add(rest.next());
      }
      batches.add(batch);
    }
    return batches;
  }
}
