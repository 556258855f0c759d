package dev.sluice.core.inmemory;

import dev.sluice.core.queue.Delivery;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueDepth;
import dev.sluice.core.time.TimedCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A FIFO queue as SQS runs it: deduplication by id for five minutes from the first send, even after the message is deleted; a group
 * with a message in flight delivers nothing; a message that was received often enough moves to the dead-letter queue when it would
 * be received once more; a receipt is void as soon as its message's visibility timeout has passed.
 *
 * <p>Safe for any thread. A waiting {@link #receive} holds no lock and does not spin. On a
 * {@link dev.sluice.core.time.VirtualClock} it returns when a message becomes available or when another thread has moved the clock
 * past the wait; a test in one thread passes {@link Duration#ZERO} or sends before it receives.
 */
public final class InMemoryJobQueue implements JobQueue {
  /** How long SQS remembers a deduplication id. */
  public static final Duration DEDUPLICATION_INTERVAL = Duration.ofMinutes(5);

  private static final int MAX_RECEIVE = 10;
  private static final Duration LONGEST_VISIBILITY = Duration.ofHours(12);

  private final InstantSource time;
  private final Duration visibilityTimeout;
  private final int maxReceives;
  private final @Nullable InMemoryJobQueue deadLetter;

  private final ReentrantLock lock = new ReentrantLock();
  private final TimedCondition changed;
  private final Map<String, Instant> sentAt = new LinkedHashMap<>();
  private final TreeMap<Long, FifoMessage> visible = new TreeMap<>();
  private final Map<String, FifoMessage> inFlight = new LinkedHashMap<>();
  private final Map<String, Integer> inFlightOfGroup = new HashMap<>();
  private long lastSequence;

  /** Makes a queue that redelivers for ever, as a dead-letter queue does. */
  public InMemoryJobQueue(InstantSource time, Duration visibilityTimeout) {
    this(time, visibilityTimeout, Integer.MAX_VALUE, null);
  }

  /**
   * Makes a queue.
   *
   * @param visibilityTimeout how long a received message stays hidden, 0 to 12 hours
   * @param maxReceives receives of a message before it moves, 1 or more
   * @param deadLetter where it moves to
   */
  public InMemoryJobQueue(
      InstantSource time, Duration visibilityTimeout, int maxReceives, @Nullable InMemoryJobQueue deadLetter) {
    checkVisibility(visibilityTimeout);
    if (maxReceives < 1) {
      throw new IllegalArgumentException("maxReceives must be >= 1, got " + maxReceives);
    }
    this.time = time;
    this.visibilityTimeout = visibilityTimeout;
    this.maxReceives = maxReceives;
    this.deadLetter = deadLetter;
    this.changed = new TimedCondition(lock, time);
  }

  /** {@inheritDoc} Refused is what SQS refuses: see {@link OutgoingMessage#problem()}. */
  @Override
  public List<OutgoingMessage> send(List<OutgoingMessage> messages) {
    return locked(() -> {
      Instant now = time.instant();
      forgetOldSends(now);
      List<OutgoingMessage> refused = new ArrayList<>();
      for (OutgoingMessage message : messages) {
        if (message.problem().isPresent()) {
          refused.add(message);
        } else if (sentAt.putIfAbsent(message.deduplicationId(), now) == null) {
          add(new FifoMessage(++lastSequence, UUID.randomUUID().toString(), message.body(), message.groupId()));
        }
      }
      changed.signalAll();
      return refused;
    });
  }

  @Override
  public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
    if (max < 1 || max > MAX_RECEIVE) {
      throw new IllegalArgumentException("max must be 1 to 10, got " + max);
    }
    Instant deadline = time.instant().plus(wait);
    lock.lockInterruptibly();
    try {
      while (true) {
        Instant now = time.instant();
        showLapsed(now);
        List<Delivery> batch = take(max, now);
        if (!batch.isEmpty() || !now.isBefore(deadline)) {
          return batch;
        }
        changed.awaitUntil(nextLapseBefore(deadline));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void extendVisibility(Collection<Delivery> deliveries, Duration visibility) {
    checkVisibility(visibility);
    locked(() -> {
      Instant now = time.instant();
      showLapsed(now);
      held(deliveries).forEach(message -> message.hideUntil(now.plus(visibility)));
      showLapsed(now);
      changed.signalAll();
      return null;
    });
  }

  @Override
  public void delete(Collection<Delivery> deliveries) {
    locked(() -> {
      showLapsed(time.instant());
      held(deliveries).forEach(this::endFlight);
      changed.signalAll();
      return null;
    });
  }

  @Override
  public QueueDepth depth() {
    return locked(() -> {
      showLapsed(time.instant());
      return new QueueDepth(visible.size(), inFlight.size(), 0);
    });
  }

  private List<Delivery> take(int max, Instant now) {
    Set<String> blocked = new HashSet<>(inFlightOfGroup.keySet());
    List<Delivery> batch = new ArrayList<>();
    Iterator<FifoMessage> messages = visible.values().iterator();
    while (batch.size() < max && messages.hasNext()) {
      FifoMessage message = messages.next();
      if (blocked.contains(message.groupId)) {
        continue;
      }
      messages.remove();
      if (deadLetter != null && message.receives() >= maxReceives) {
        deadLetter.adopt(message);
        continue;
      }
      batch.add(message.receive(now.plus(visibilityTimeout)));
      inFlight.put(message.messageId, message);
      inFlightOfGroup.merge(message.groupId, 1, Integer::sum);
    }
    return batch;
  }

  private void adopt(FifoMessage message) {
    locked(() -> {
      add(message.movedTo(++lastSequence));
      changed.signalAll();
      return null;
    });
  }

  private void add(FifoMessage message) {
    visible.put(message.sequence, message);
  }

  private void endFlight(FifoMessage message) {
    inFlight.remove(message.messageId);
    inFlightOfGroup.computeIfPresent(message.groupId, (group, count) -> count == 1 ? null : count - 1);
  }

  private void showLapsed(Instant now) {
    for (FifoMessage message : List.copyOf(inFlight.values())) {
      if (!now.isBefore(message.hiddenUntil())) {
        endFlight(message);
        add(message);
      }
    }
  }

  private Instant nextLapseBefore(Instant deadline) {
    return inFlight.values().stream()
        .map(FifoMessage::hiddenUntil)
        .filter(lapse -> lapse.isBefore(deadline))
        .min(Instant::compareTo)
        .orElse(deadline);
  }

  private List<FifoMessage> held(Collection<Delivery> deliveries) {
    List<FifoMessage> held = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      FifoMessage message = inFlight.get(delivery.messageId());
      if (message != null && message.receipt().equals(delivery.receipt())) {
        held.add(message);
      }
    }
    return held;
  }

  private void forgetOldSends(Instant now) {
    Iterator<Instant> sends = sentAt.values().iterator();
    while (sends.hasNext() && !now.isBefore(sends.next().plus(DEDUPLICATION_INTERVAL))) {
      sends.remove();
    }
  }

  private static void checkVisibility(Duration visibility) {
    if (visibility.isNegative() || visibility.compareTo(LONGEST_VISIBILITY) > 0) {
      throw new IllegalArgumentException("visibility must be 0 to 12 hours, got " + visibility);
    }
  }

  private <T extends @Nullable Object> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
