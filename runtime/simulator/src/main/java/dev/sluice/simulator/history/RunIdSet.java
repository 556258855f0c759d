package dev.sluice.simulator.history;

import dev.sluice.core.run.RunId;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Millions of run ids at 16 bytes each, by open addressing. Not safe for several threads. */
public final class RunIdSet {
  private static final int FIRST_CAPACITY = 1 << 10;

  /** Two longs a slot; both zero where it is free, which no UUIDv7 is. */
  private long[] slots = new long[2 * FIRST_CAPACITY];
  private int size;

  /** Returns false if it was there already. */
  public boolean add(RunId run) {
    if (4L * (size + 1) > 3L * (slots.length / 2)) {
      grow();
    }
    int slot = slotOf(slots, run.value());
    if (isTaken(slots, slot)) {
      return false;
    }
    put(slots, slot, run.value());
    size++;
    return true;
  }

  public boolean contains(RunId run) {
    return isTaken(slots, slotOf(slots, run.value()));
  }

  public int size() {
    return size;
  }

  /** Counts those for which a condition holds. */
  public long count(Predicate<RunId> condition) {
    long count = 0;
    for (int slot = 0; slot < slots.length; slot += 2) {
      count += isTaken(slots, slot) && condition.test(idAt(slot)) ? 1 : 0;
    }
    return count;
  }

  private RunId idAt(int slot) {
    return new RunId(new UUID(slots[slot], slots[slot + 1]));
  }

  /** Hands out the ids in the order of their values. */
  public void forEachSorted(Consumer<RunId> action) {
    UUID[] ids = new UUID[size];
    int next = 0;
    for (int slot = 0; slot < slots.length; slot += 2) {
      if (isTaken(slots, slot)) {
        ids[next++] = idAt(slot).value();
      }
    }
    Arrays.sort(ids);
    for (UUID id : ids) {
      action.accept(new RunId(id));
    }
  }

  private void grow() {
    long[] wider = new long[2 * slots.length];
    for (int slot = 0; slot < slots.length; slot += 2) {
      if (isTaken(slots, slot)) {
        UUID id = new UUID(slots[slot], slots[slot + 1]);
        put(wider, slotOf(wider, id), id);
      }
    }
    slots = wider;
  }

  /** Returns where an id stands, or the free slot where it would. */
  private static int slotOf(long[] slots, UUID id) {
    long mixed = (id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 29)) * 0x9E3779B97F4A7C15L;
    int mask = slots.length / 2 - 1;
    int slot = (int) (mixed >>> 33) & mask;
    while (isTaken(slots, 2 * slot) && (slots[2 * slot] != id.getMostSignificantBits()
        || slots[2 * slot + 1] != id.getLeastSignificantBits())) {
      slot = (slot + 1) & mask;
    }
    return 2 * slot;
  }

  private static boolean isTaken(long[] slots, int slot) {
    return slots[slot] != 0 || slots[slot + 1] != 0;
  }

  private static void put(long[] slots, int slot, UUID id) {
    slots[slot] = id.getMostSignificantBits();
    slots[slot + 1] = id.getLeastSignificantBits();
  }
}
