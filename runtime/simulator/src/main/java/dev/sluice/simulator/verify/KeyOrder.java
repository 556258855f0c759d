package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.simulator.history.OpRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * I7, over all runs: of the op executions of an ordering key none starts before all that were submitted earlier are terminal, and none
 * while a later one has begun and is not done. Submission order is the order of the submit events, and within a run that of its ops. One
 * that was redriven has its old place again; who was admitted before keeps the turn until its end. One whose run was going on when it was
 * read counts until then.
 */
final class KeyOrder {
  private record Member(String subject, long submitted, int ordinal, OpFold op, long knownUntil) {}

  private record Change(int member, RunEvent event) {}

  private final Facts facts;
  private final Map<String, List<Member>> members = new TreeMap<>();

  KeyOrder(Facts facts) {
    this.facts = facts;
  }

  void add(RunFold run) {
    if (run.rows == null) {
      return;
    }
    int ordinal = 0;
    for (OpRow row : run.rows.ops()) {
      OpFold op = run.ops.get(row.opKey());
      if (row.orderingKey() != null && op != null) {
        members.computeIfAbsent(row.orderingKey(), key -> new ArrayList<>())
            .add(new Member(run.id + "/" + row.opKey(), run.submitted.sequence(), ordinal, op, run.rows.knownUntil()));
      }
      ordinal++;
    }
  }

  /** Returns the first offence of each key. */
  List<Violation> check() {
    List<Violation> violations = new ArrayList<>();
    members.forEach((key, ofKey) -> {
      ofKey.sort(Comparator.comparingLong(Member::submitted).thenComparingInt(Member::ordinal));
      offence(key, ofKey).ifPresent(violations::add);
    });
    return violations;
  }

  private Optional<Violation> offence(String key, List<Member> ofKey) {
    LaneReplay lane = new LaneReplay(ofKey.stream().mapToLong(Member::knownUntil).toArray());
    for (Change change : changes(ofKey)) {
      Member member = ofKey.get(change.member());
      if (change.event().type() == EventType.OP_LEASED) {
        OptionalInt before = lane.offended(change.member(), change.event().sequence());
        if (before.isPresent()) {
          return Optional.of(violation(key, ofKey.get(before.getAsInt()), member, change.event()));
        }
        if (lane.isComparable(change.member())) {
          facts.add(Invariant.I7);
        }
      }
      lane.follow(change.member(), change.event());
    }
    return Optional.empty();
  }

  private static List<Change> changes(List<Member> ofKey) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < ofKey.size(); i++) {
      List<RunEvent> events = ofKey.get(i).op().changes;
      for (RunEvent event : events.subList(1, events.size())) {
        changes.add(new Change(i, event));
      }
    }
    changes.sort(Comparator.comparingLong(change -> change.event().sequence()));
    return changes;
  }

  private static Violation violation(String key, Member other, Member started, RunEvent start) {
    RunEvent stand = other.op.changes.get(0);
    for (RunEvent change : other.op.changes) {
      stand = change.sequence() < start.sequence() ? change : stand;
    }
    boolean overlap = stand.type() == EventType.OP_LEASED;
    return new Violation(overlap ? Rule.OVERLAP : Rule.OUT_OF_ORDER, started.subject, "it started while " + other.subject
        + ", which goes before it under the ordering key \"" + key + "\", was " + (overlap ? "running" : "not done"),
        List.of(stand, start));
  }
}
