package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.simulator.history.OpRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * I8, over all runs. An event bears the time at which its transaction began, and transactions of different workers overlap; so an
 * inversion is what cannot be an overlap: an op started while another of higher priority on the same queue had been ready for
 * longer
 * than {@link #MARGIN} and stayed so for longer than that. An op that waits for its next attempt after a failure counts as
 * ready in no
 * moment, since no event tells when its pause is over.
 */
final class PriorityOrder {
  static final Duration MARGIN = Duration.ofSeconds(1);

  private final double starvationShare;
  private final Facts facts;
  private final Map<String, PriorityLane> lanes = new TreeMap<>();

  /**
   * Makes a check.
   *
   * @param starvationShare part of a queue's starts that may go to lower priorities all the same, 0 to 1
   */
  PriorityOrder(double starvationShare, Facts facts) {
    if (!(starvationShare >= 0 && starvationShare <= 1)) {
      throw new IllegalArgumentException("starvationShare must be 0 to 1, got " + starvationShare);
    }
    this.starvationShare = starvationShare;
    this.facts = facts;
  }

  void add(RunFold run) {
    if (run.rows == null) {
      return;
    }
    for (OpRow row : run.rows.ops()) {
      OpFold op = run.ops.get(row.opKey());
      if (op != null) {
        add(op, row.priority(), lanes.computeIfAbsent(row.queue(), PriorityLane::new), run.rows.knownUntil());
      }
    }
  }

  private static void add(OpFold op, int priority, PriorityLane lane, long knownUntil) {
    RunEvent before = op.changes.get(0);
    for (RunEvent change : op.changes.subList(1, op.changes.size())) {
      if (OpFold.makesReady(before, op)) {
        lane.add(priority, before, change);
      } else if (change.type() == EventType.OP_LEASED) {
        lane.add(priority, change, change);
      }
      before = change;
    }
    if (OpFold.makesReady(before, op)) {
      lane.addWaiting(priority, before, knownUntil);
    }
  }

  /** Returns one violation a queue: the first inversion past what the share allows. */
  List<Late> check() {
    List<Late> violations = new ArrayList<>();
    for (PriorityLane lane : lanes.values()) {
      if (lane.hasOnePriority()) {
        continue;
      }
      facts.add(Invariant.I8, lane.starts());
      List<PriorityLane.Inversion> inversions = lane.inversions(MARGIN);
      long allowed = (long) Math.floor(starvationShare * lane.starts());
      if (inversions.size() > allowed) {
        PriorityLane.Inversion first = inversions.get((int) allowed);
        violations.add(new Late(Rule.INVERSION, "queue " + lane.queue(), "an op of priority " + first.startedPriority()
            + " started while one of priority " + first.waitingPriority() + " was ready; " + inversions.size() + " of " + lane.starts()
            + " starts were inversions, " + allowed + " are set aside", List.of(first.readySequence(), first.startSequence())));
      }
    }
    return violations;
  }
}
