package dev.sluice.core.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * A FIFO queue. Safe for any thread; calls block on the network. Batches of any size are cut to what the queue takes at a time.
 *
 * <p>Every call may throw {@link QueueUnavailableException}.
 */
public interface JobQueue {
  /** Messages that SQS sends, gives and deletes at most in one call ("The maximum number of messages in a batch is 10", API reference). */
  int MOST_A_CALL = 10;

  /**
   * Sends messages.
   *
   * @return those that the queue refused one by one, and that are known not to have been sent
   */
  List<OutgoingMessage> send(List<OutgoingMessage> messages);

  /**
   * Receives up to {@code max} messages (at most {@link #MOST_A_CALL}), waiting for the first.
   *
   * @throws InterruptedException if the waiting thread is interrupted; a message may then come back after its visibility timeout
   */
  List<Delivery> receive(int max, Duration wait) throws InterruptedException;

  /** Keeps messages hidden for so long from now; those that came back meanwhile are passed over. */
  void extendVisibility(Collection<Delivery> deliveries, Duration visibility);

  /** Deletes messages; those that are gone already are passed over. */
  void delete(Collection<Delivery> deliveries);

  QueueDepth depth();
}
