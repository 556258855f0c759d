package dev.sluice.core.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The edges between the ops of a job: their order, and the cycle that leaves none. */
final class OpGraph {
  private final Map<String, OpDraft> drafts = new HashMap<>();
  private final List<OpDraft> ordered = new ArrayList<>();
  private final Set<String> placed = new HashSet<>();
  private final List<String> path = new ArrayList<>();
  private Optional<String> cycle = Optional.empty();

  OpGraph(List<OpDraft> drafts) {
    drafts.forEach(draft -> this.drafts.putIfAbsent(draft.name, draft));
    drafts.forEach(this::place);
  }

  private void place(OpDraft draft) {
    if (placed.contains(draft.name)) {
      return;
    }
    int start = path.indexOf(draft.name);
    if (start >= 0) {
      cycle = Optional.of(String.join(" -> ", path.subList(start, path.size())) + " -> " + draft.name);
      return;
    }
    path.add(draft.name);
    for (String upstream : draft.allUpstream()) {
      OpDraft before = drafts.get(upstream);
      if (before != null && cycle.isEmpty()) {
        place(before);
      }
    }
    path.remove(path.size() - 1);
    if (placed.add(draft.name)) {
      ordered.add(draft);
    }
  }

  /** Returns the ops, upstream before downstream, and otherwise in the order in which they were defined. */
  List<OpDraft> ordered() {
    return List.copyOf(ordered);
  }

  /** Returns a cycle, as names each of which waits for the next; empty if there is none. */
  Optional<String> cycle() {
    return cycle;
  }
}
