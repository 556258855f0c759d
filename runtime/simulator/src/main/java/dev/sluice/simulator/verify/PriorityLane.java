package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

  void addWaiting(int priority, RunEvent ready) {
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

  boolean hasOnePriority() {
    return IntStream.range(0, size).map(this::priority).distinct().limit(2).count() < 2;
  }

  /**
   * Sweeps over time: ops enter when they have waited for the margin, and leave the margin before they started or were called
   * off.
   */
  List<Inversion> inversions(Duration margin) {
    long slack = margin.toMillis();
    int[] waiting = IntStream.range(0, size).filter(op -> from(op) + slack < until(op) - slack).toArray();
    int[] entering = sorted(waiting, this::from);
    int[] leaving = sorted(Arrays.stream(waiting).filter(op -> until(op) != Long.MAX_VALUE).toArray(), this::until);
    int[] starting = sorted(IntStream.range(0, size).filter(op -> startSequence(op) != 0).toArray(), this::until);
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
