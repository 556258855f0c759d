package dev.sluice.coordinator;

import dev.sluice.contract.Setting;
import dev.sluice.core.api.OutboxView;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.outbox.OutboxBacklog;
import dev.sluice.core.outbox.OutboxMessage;
import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.core.outbox.OutboxSinks;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brings the messages of outboxes to the sinks of their topics. {@link #run} is called by one thread at a time. */
final class OutboxRelay {
  private static final int LIMIT = 100;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  /** After so long no further topic is begun. */
  private static final Duration LONGEST = Duration.ofSeconds(5);
  /** How often what waits is told of. */
  private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);

  private final OutboxStore store;
  private final Map<String, OutboxSink> sinks;
  private final InstantSource clock;
  private final PlatformListener listener;
  private @Nullable Instant lastLook;
  private String lastTopic = "";

  /**
   * Makes a relay.
   *
   * @throws IllegalArgumentException if two sinks take one topic
   */
  OutboxRelay(OutboxStore store, Collection<? extends OutboxSink> sinks, InstantSource clock, PlatformListener listener) {
    this.store = store;
    this.clock = SteadyClock.beside(clock);
    this.listener = listener;
    this.sinks = OutboxSinks.byTopic(sinks);
  }

  /** Takes the sinks that the service loader finds on the class path, and others. */
  static OutboxRelay discover(OutboxStore store, Collection<OutboxSink> others, InstantSource clock, PlatformListener listener) {
    List<OutboxSink> sinks = new ArrayList<>(others);
    sinks.addAll(OutboxSinks.discover());
    return new OutboxRelay(store, sinks, clock, listener);
  }

  /** Relays each topic once, until that has taken too long; tells whether more may be waiting. */
  boolean run() {
    boolean more = false;
    Instant end = clock.instant().plus(LONGEST);
    for (String topic : sinks.isEmpty() ? List.<String>of() : topics()) {
      if (!clock.instant().isBefore(end)) {
        more = true;
        break;
      }
      lastTopic = topic;
      more |= store.relay(Set.of(topic), LIMIT, RETRY_AFTER, this::deliver) > 0;
    }
    Instant now = clock.instant();
    if (lastLook == null || !lastLook.plus(LOOK_INTERVAL).isAfter(now)) {
      lastLook = now;
      tellWhatWaits();
    }
    return more;
  }

  /** What waits and has a sink, the topic after the last one first: one whose sink is slow takes no other's turn. */
  private List<String> topics() {
    TreeSet<String> topics = new TreeSet<>(store.topics());
    topics.retainAll(sinks.keySet());
    List<String> turns = new ArrayList<>(topics.tailSet(lastTopic, false));
    turns.addAll(topics.headSet(lastTopic, true));
    return turns;
  }

  private void tellWhatWaits() {
    for (OutboxBacklog waiting : store.backlog()) {
      String reason = reason(waiting);
      if (reason != null) {
        listener.undelivered(waiting, reason);
      }
    }
  }

  /** Shows what waits, and why. Safe for any thread. */
  List<OutboxView> show() {
    return store.backlog().stream()
        .map(waiting -> new OutboxView(waiting.topic(), waiting.messages(), waiting.oldest(),
            sinks.containsKey(waiting.topic()) ? waiting.failing() : waiting.messages(), waiting.message(), reason(waiting)))
        .toList();
  }

  private @Nullable String reason(OutboxBacklog waiting) {
    return sinks.containsKey(waiting.topic()) ? waiting.lastError() : "no sink takes this topic: name a queue for it in "
        + Setting.OUTBOX_QUEUE_URLS.key() + ", or put a class that implements OutboxSink into the jobs' jar";
  }

  private Optional<String> deliver(OutboxMessage message) {
    OutboxSink sink = sinks.get(message.topic());
    if (sink == null) {
      return Optional.of("no sink");
    }
    try {
      sink.send(message);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the coordinator stopped");
    } catch (Throwable e) {
      // Errors too, such as a class that the jar lacks: one message must not end the delivery of all others.
      listener.troubled("delivery of " + message.idempotencyKey() + " to topic " + message.topic(),
          e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e.toString(), e));
      return Optional.of(e.toString());
    }
  }
}
