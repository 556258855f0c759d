package dev.sluice.worker;

import dev.sluice.core.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Each part of the worker says by when it will have succeeded next, or been told that what it asks is away; one that has not is stuck. Safe for any thread. */
final class Pulse {
  private final InstantSource clock;
  private final Map<String, Instant> due = new ConcurrentHashMap<>();

  Pulse(InstantSource clock) {
    this.clock = SteadyClock.beside(clock);
  }

  /** The part begins something that takes at most so long; says nothing new if it is still expected to end an earlier try. */
  void begin(String part, Duration within) {
    due.putIfAbsent(part, clock.instant().plus(within));
  }

  /** The part succeeded, and will again within this time. */
  void beat(String part, Duration within) {
    due.put(part, clock.instant().plus(within));
  }

  /** The part has nothing to do for now. */
  void rest(String part) {
    due.remove(part);
  }

  /** Parts that have not succeeded in time, in alphabetical order. */
  List<String> stuck() {
    Instant now = clock.instant();
    return due.entrySet().stream().filter(entry -> entry.getValue().isBefore(now)).map(Map.Entry::getKey).sorted().toList();
  }
}
