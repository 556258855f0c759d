package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The op executions of one ordering key as their events go by, numbered in submission order. */
final class LaneReplay {
  /** Those that are not terminal, as far as is known. */
  private final TreeSet<Integer> open = new TreeSet<>();
  /** Those of the open that have had an attempt since they were submitted or came back. */
  private final TreeSet<Integer> begun = new TreeSet<>();
  /** When each was admitted since then, as the sequence of an event. */
  private final long[] admitted;
  /** When each was last redriven or reopened; 0 if never. */
  private final long[] cameBack;
  /** The sequence after which nobody knows how each stands. */
  private final long[] knownUntil;

  LaneReplay(long... knownUntil) {
    int members = knownUntil.length;
    IntStream.range(0, members).forEach(open::add);
    this.knownUntil = knownUntil;
    admitted = new long[members];
    cameBack = new long[members];
    Arrays.fill(admitted, Long.MAX_VALUE);
  }

  /** Returns whom it passes over if this one starts now, at this sequence: one before it, unless it came back too late, or one behind it that has begun. */
  OptionalInt offended(int member, long now) {
    for (Iterator<Integer> before = open.headSet(member).iterator(); before.hasNext(); ) {
      int earlier = before.next();
      if (knownUntil[earlier] < now) {
        before.remove();
      } else if (cameBack[earlier] < admitted[member]) {
        return OptionalInt.of(earlier);
      }
    }
    begun.removeIf(other -> knownUntil[other] < now);
    return begun.stream().filter(other -> other != member).mapToInt(Integer::intValue).findFirst();
  }

  /** Tells whether its start says something: somebody is before it or may have overtaken it, and it has not begun already. */
  boolean isComparable(int member) {
    return (member > 0 || cameBack[member] > 0) && !begun.contains(member);
  }

  void follow(int member, RunEvent event) {
    EventType type = event.type();
    switch (type) {
      case OP_READY -> admitted[member] = event.sequence();
      case OP_LEASED -> {
        begun.add(member);
        admitted[member] = Math.min(admitted[member], event.sequence());
      }
      case OP_SUCCEEDED, OP_FAILED, OP_CANCELED, OP_SKIPPED -> {
        open.remove(member);
        begun.remove(member);
        admitted[member] = Long.MAX_VALUE;
      }
      case OP_REDRIVEN, OP_REOPENED -> {
        open.add(member);
        cameBack[member] = event.sequence();
      }
      case OP_RETRIED, OP_LEASE_LOST, OP_RELEASED, COMMIT_FENCED, DUPLICATE_SUPPRESSED, DEAD_LETTER_DROPPED, OUTBOX_DROPPED, RUN_SUBMITTED,
          RUN_CANCEL_REQUESTED, RUN_REOPENED, RUN_SUCCEEDED, RUN_FAILED, RUN_CANCELED -> { }
    }
  }
}
