package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** When the ops of one queue were ready and when they started, as plain numbers: there may be millions. */
final class PriorityLane {
  /**
   * An op started while a better one waited.
   *
   * @param readySequence event that made the better one ready
   * @param startSequence event that started the other
   */
  record Inversion(int waitingPriority, long readySequence, int startedPriority, long startSequence) {}

  /** Numbers kept of an op: priority, ready from, ready until, sequence of its ready event, sequence of its start or 0. */
  private static final int WIDTH = 5;

  private final String queue;
  private long[] numbers = new long[WIDTH * 64];
  private int size;
  private long starts;
  /** Of ops that were waiting when their run was read while it went on: the latest sequence that had been seen by then. */
  private final Map<Integer, Long> readAt = new HashMap<>();

  PriorityLane(String queue) {
    this.queue = queue;
  }

  String queue() {
    return queue;
  }

  long starts() {
    return starts;
  }

  void add(int priority, RunEvent ready, RunEvent end) {
    boolean started = end.type() == EventType.OP_LEASED;
    starts += started ? 1 : 0;
    add(priority, ready.at().toEpochMilli(), end.at().toEpochMilli(), ready.sequence(), started ? end.sequence() : 0);
  }

  /**
   * Adds an op that waits.
   *
   * @param knownUntil sequence after which nobody knows whether it still does
   */
  void addWaiting(int priority, RunEvent ready, long knownUntil) {
    if (knownUntil != Long.MAX_VALUE) {
      readAt.put(size, knownUntil);
    }
    add(priority, ready.at().toEpochMilli(), Long.MAX_VALUE, ready.sequence(), 0);
  }

  private void add(long... op) {
    if (WIDTH * (size + 1) > numbers.length) {
      numbers = Arrays.copyOf(numbers, numbers.length + numbers.length / 2 / WIDTH * WIDTH);
    }
    System.arraycopy(op, 0, numbers, WIDTH * size, WIDTH);
    size++;
  }

  private int priority(int op) {
    return (int) numbers[WIDTH * op];
  }

  private long from(int op) {
    return numbers[WIDTH * op + 1];
  }

  private long until(int op) {
    return numbers[WIDTH * op + 2];
  }

  private long readySequence(int op) {
    return numbers[WIDTH * op + 3];
  }

  private long startSequence(int op) {
    return numbers[WIDTH * op + 4];
  }

  private long knownUntil(int op) {
    return readAt.getOrDefault(op, Long.MAX_VALUE);
  }

  boolean hasOnePriority() {
    return IntStream.range(0, size).map(this::priority).distinct().limit(2).count() < 2;
  }

  /**
   * Sweeps over time: ops enter when they have waited for the margin, and leave the margin before they started or were called
   * off.
   */
  List<Inversion> inversions(Duration margin) {
    long slack = margin.toMillis();
    int[] started = IntStream.range(0, size).filter(op -> startSequence(op) != 0).toArray();
    endWaiting(started);
    int[] waiting = IntStream.range(0, size).filter(op -> from(op) + slack < until(op) - slack).toArray();
    int[] entering = sorted(waiting, this::from);
    int[] leaving = sorted(Arrays.stream(waiting).filter(op -> until(op) != Long.MAX_VALUE).toArray(), this::until);
    int[] starting = sorted(started, this::until);
    TreeMap<Integer, Set<Integer>> waitingByPriority = new TreeMap<>();
    List<Inversion> inversions = new ArrayList<>();
    int entered = 0;
    int left = 0;
    for (int start : starting) {
      long time = until(start);
      for (; entered < entering.length && from(entering[entered]) + slack < time; entered++) {
        waitingByPriority.computeIfAbsent(priority(entering[entered]), any -> new LinkedHashSet<>()).add(entering[entered]);
      }
      for (; left < leaving.length && until(leaving[left]) - slack <= time; left++) {
        waitingByPriority.computeIfPresent(priority(leaving[left]), PriorityLane.without(leaving[left]));
      }
      Map.Entry<Integer, Set<Integer>> best = waitingByPriority.lastEntry();
      if (best != null && best.getKey() > priority(start)) {
        inversions.add(
            new Inversion(best.getKey(), readySequence(best.getValue().iterator().next()), priority(start), startSequence(start)));
      }
    }
    return inversions;
  }

  /** What was waiting when its run was read waited until the latest start before that, and nobody knows for how much longer. */
  private void endWaiting(int[] started) {
    if (readAt.isEmpty()) {
      return;
    }
    int[] starting = sorted(started, this::startSequence);
    int next = 0;
    long time = Long.MIN_VALUE;
    for (int op : sorted(readAt.keySet().stream().mapToInt(Integer::intValue).toArray(), this::knownUntil)) {
      for (; next < starting.length && startSequence(starting[next]) <= knownUntil(op); next++) {
        time = Math.max(time, until(starting[next]));
      }
      numbers[WIDTH * op + 2] = Math.max(time, from(op));
    }
  }

  private static BiFunction<Integer, Set<Integer>, Set<Integer>> without(int op) {
    return (priority, ops) -> {
      ops.remove(op);
      return ops.isEmpty() ? null : ops;
    };
  }

  /** Sorts by time, then by number, as plain longs of both. */
  private int[] sorted(int[] ops, IntToLongFunction time) {
    long first = Arrays.stream(ops).mapToLong(time).min().orElse(0);
    long[] keys = Arrays.stream(ops)
        .mapToLong(op -> Math.addExact(Math.multiplyExact(time.applyAsLong(op) - first, (long) size), op)).toArray();
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) (key % size)).toArray();
  }
}
