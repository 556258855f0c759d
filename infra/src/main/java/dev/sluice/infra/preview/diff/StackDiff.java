package dev.sluice.infra.preview.diff;

import dev.sluice.infra.preview.DeclaredStack;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a stack. Immutable.
 *
 * @param before as it is declared now
 * @param after as it will be
 * @param changes every resource that AWS would have, in the order of its declaration; those that go come last
 * @param outputs exports that differ
 */
public record StackDiff(DeclaredStack before, DeclaredStack after, List<ResourceChange> changes, List<PropertyChange> outputs) {
  public StackDiff {
    changes = List.copyOf(changes);
    outputs = List.copyOf(outputs);
  }

  /** Compares two declarations of one stack. */
  public static StackDiff between(DeclaredStack before, DeclaredStack after) {
    return new Comparison(before, after).diff();
  }

  /** Returns how many resources each thing happens to; every kind has a number. */
  public Map<ChangeKind, Long> counts() {
    Map<ChangeKind, Long> counts = new EnumMap<>(ChangeKind.class);
    for (ChangeKind kind : ChangeKind.values()) {
      counts.put(kind, changes.stream().filter(change -> change.kind() == kind).count());
    }
    return counts;
  }

  /** Returns whether nothing at all changes. */
  public boolean isEmpty() {
    return changed().isEmpty() && outputs.isEmpty();
  }

  /** Returns the resources that something happens to. */
  public List<ResourceChange> changed() {
    return changes.stream().filter(change -> change.kind() != ChangeKind.SAME).toList();
  }

  /** Returns the changes by which something is lost. */
  public List<ResourceChange> losses() {
    return changes.stream().filter(change -> change.loss().isPresent()).toList();
  }
}
