package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * I2, I3, I5 and I6 from one run to another: the sub-job that an op waits for is there and is its own; the op goes on after the sub-job has
 * ended, and as it has ended; while runs may go on, one whose sub-job has ended is told; who calls a run off calls off what is below it. A
 * sub-job may end more than once, as what failed in it is redriven: the end that counts is the last before the op above is told.
 *
 * <p>Of each sub-job it keeps a few numbers, until both its run and the run above it have come by.
 */
final class SubJobs {
  /**
   * What the run above says.
   *
   * @param op which op waits
   * @param suspensions each time that it does
   * @param waits whether it still does
   * @param canceled when the run was called off; 0 if never
   */
  private record Above(String op, List<Suspension> suspensions, boolean waits, long canceled) {
    static Above of(RunFold run, String key, OpFold op, List<Suspension> suspensions) {
      Suspension last = op.suspensions.get(op.suspensions.size() - 1);
      boolean isOpen = op.state == OpState.PENDING || op.state == OpState.WAITING;
      return new Above(run.id + "/" + key, suspensions, isOpen && suspensions.contains(last) && last.signaled() == 0,
          run.cancel == null ? 0 : run.cancel.sequence());
    }

    Suspension first() {
      return suspensions.get(0);
    }

    Suspension last() {
      return suspensions.get(suspensions.size() - 1);
    }
  }

  /** An end or a reopening; no status for the latter. */
  private record Turn(long sequence, @Nullable RunStatus end) {
    static Turn of(RunEvent event) {
      return new Turn(event.sequence(), switch (event.type()) {
        case RUN_SUCCEEDED -> RunStatus.SUCCEEDED;
        case RUN_FAILED -> RunStatus.FAILED;
        case RUN_CANCELED -> RunStatus.CANCELED;
        default -> null;
      });
    }
  }

  /**
   * What the sub-job's own events say.
   *
   * @param turns its ends and reopenings, the first end first
   * @param canceled when it was called off; 0 if never
   * @param latest when the latest of its attempts started or succeeded; 0 if none did
   * @param knownUntil sequence after which what it lacks says nothing
   */
  private record Below(String parent, List<Turn> turns, long canceled, long latest, long knownUntil) {
    static Below of(RunFold run, String parent) {
      return new Below(parent, run.turns.stream().map(Turn::of).toList(), run.cancel == null ? 0 : run.cancel.sequence(),
          run.ops.values().stream().flatMap(op -> op.changes.stream()).filter(SubJobs::isWork).mapToLong(RunEvent::sequence).max().orElse(0),
          run.rows == null ? Long.MAX_VALUE : run.rows.knownUntil());
    }

    /** Tells whether it would show what happened to it then: it has ended, or was read later. */
    boolean shows(long sequence) {
      return turns.size() % 2 == 1 || sequence <= knownUntil;
    }

    /** Its end before that, unless it was open again. */
    Optional<Turn> endBefore(long sequence) {
      return turns.stream().filter(turn -> turn.sequence() < sequence).reduce((first, second) -> second).filter(turn -> turn.end() != null);
    }

    boolean hadEnded(long sequence) {
      return endBefore(sequence).isPresent();
    }

    /** Its end, if it had come to that before the runs were listed, and so before the run above it was read. */
    Optional<Turn> endBeforeListing() {
      return knownUntil == Long.MAX_VALUE ? endBefore(Long.MAX_VALUE) : Optional.empty();
    }
  }

  private final boolean mayRun;
  private final Facts facts;
  private final Map<RunId, Above> awaited = new LinkedHashMap<>();
  private final Map<RunId, Below> waiting = new LinkedHashMap<>();
  private final Set<RunId> unsound = new HashSet<>();

  SubJobs(boolean mayRun, Facts facts) {
    this.mayRun = mayRun;
    this.facts = facts;
  }

  private static boolean isWork(RunEvent event) {
    return event.type() == EventType.OP_LEASED || event.type() == EventType.OP_SUCCEEDED;
  }

  /** Leaves a run out whose events offend or are not all there, so that what they lack says nothing. */
  void leaveOut(RunId run) {
    unsound.add(run);
  }

  /** Takes a run in, and returns what is wrong between it and those beside which it can be judged now. */
  List<Late> add(RunFold run) {
    List<Late> violations = new ArrayList<>();
    if (run.parent != null) {
      Below below = Below.of(run, run.parent);
      Above above = awaited.remove(run.id);
      if (above == null) {
        waiting.put(run.id, below);
      } else {
        judge(run.id, above, below).ifPresent(violations::add);
      }
    }
    run.ops.forEach((key, op) -> byChild(op.suspensions).forEach((child, suspensions) -> {
      facts.add(Invariant.I3);
      Above above = Above.of(run, key, op, suspensions);
      Below below = waiting.remove(child);
      if (below == null) {
        awaited.put(child, above);
      } else {
        judge(child, above, below).ifPresent(violations::add);
      }
    }));
    return violations;
  }

  private static Map<RunId, List<Suspension>> byChild(List<Suspension> suspensions) {
    return suspensions.stream().collect(Collectors.groupingBy(Suspension::child, LinkedHashMap::new, Collectors.toList()));
  }

  private Optional<Late> judge(RunId child, Above above, Below below) {
    if (!above.op().equals(below.parent())) {
      return Optional.of(new Late(Rule.STALE_COMMIT, child.toString(),
          above.op() + " has started it, and it is a sub-job of " + below.parent(), List.of(above.first().began())));
    }
    return above.suspensions().stream().map(suspension -> early(child, above.op(), suspension, below)).flatMap(Optional::stream).findFirst()
        .or(() -> notCalledOff(child, above, below)).or(() -> notTold(child, above, below));
  }

  private Optional<Late> early(RunId child, String op, Suspension suspension, Below below) {
    long signaled = suspension.signaled();
    if (signaled == 0) {
      return Optional.empty();
    }
    facts.add(Invariant.I5);
    Optional<Turn> end = below.endBefore(signaled);
    if (end.isEmpty()) {
      Optional<Turn> later = below.turns().stream().filter(turn -> turn.sequence() > signaled && turn.end() != null).findFirst();
      return later.isEmpty() && !below.shows(signaled) ? Optional.empty() : Optional.of(new Late(Rule.EARLY_START, op,
          "it was told that its sub-job " + child + " had ended, which " + (later.isEmpty() ? "has not" : "ended later"),
          later.map(turn -> List.of(signaled, turn.sequence())).orElse(List.of(suspension.began(), signaled))));
    }
    return suspension.outcome().equals(String.valueOf(end.get().end())) ? Optional.empty() : Optional.of(new Late(Rule.OTHER_INPUTS, op,
        "it was told that its sub-job " + child + " was " + suspension.outcome() + ", which was " + end.get().end(),
        List.of(end.get().sequence(), signaled)));
  }

  private Optional<Late> notCalledOff(RunId child, Above above, Below below) {
    long cancel = above.canceled();
    if (cancel == 0) {
      return Optional.empty();
    }
    facts.add(Invariant.I6);
    if (!below.shows(cancel) || below.hadEnded(cancel) || below.canceled() != 0 && below.latest() < cancel) {
      return Optional.empty();
    }
    boolean worked = below.latest() > cancel;
    return Optional.of(new Late(Rule.AFTER_CANCEL, child.toString(), "the run above it was called off, and it "
        + (worked ? "went on" : "was not"), worked ? List.of(cancel, below.latest()) : List.of(cancel)));
  }

  /** Where nothing may be going on any more, such an op is unfinished, as all is that comes after it. */
  private Optional<Late> notTold(RunId child, Above above, Below below) {
    if (!mayRun || !above.waits()) {
      return Optional.empty();
    }
    return below.endBeforeListing().map(end -> new Late(Rule.STUCK, above.op(),
        "it still waits for its sub-job " + child + ", which has ended", List.of(above.last().began(), end.sequence())));
  }

  /**
   * Says what is wrong with those of which one side has not come by.
   *
   * @param isMissing whether the history has nothing of a run that it should have
   * @param isThere whether it has a run
   */
  List<Late> close(Predicate<RunId> isMissing, Predicate<RunId> isThere) {
    List<Late> violations = new ArrayList<>();
    awaited.forEach((child, above) -> {
      if (isMissing.test(child)) {
        violations.add(new Late(Rule.LOST_RUN, child.toString(),
            above.op() + " has started it as its sub-job, and the store has never heard of it", List.of(above.first().began())));
      }
    });
    waiting.forEach((child, below) -> {
      RunId parent = IdempotencyKey.parse(below.parent()).runId();
      if (isThere.test(parent) && !unsound.contains(parent)) {
        violations.add(new Late(Rule.STALE_COMMIT, child.toString(),
            "it is a sub-job of " + below.parent() + ", and no attempt of that has started it",
            below.turns().stream().limit(1).map(Turn::sequence).toList()));
      }
    });
    return violations;
  }
}
