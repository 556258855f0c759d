package dev.sluice.simulator.verify;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.simulator.history.EffectRecord;
import dev.sluice.simulator.history.HistorySink;
import dev.sluice.simulator.history.MessageRecord;
import dev.sluice.simulator.history.RunIdSet;
import dev.sluice.simulator.history.RunRow;
import dev.sluice.simulator.history.UnreadableHistoryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One reading of a history. A run is forgotten as soon as its rows have been compared and it is terminal; what is said of it afterwards
 * makes it a suspect, which a second reading looks at without forgetting.
 */
final class HistoryCheck implements HistorySink {
  final Tally tally;
  final Set<RunId> suspects = new LinkedHashSet<>();
  private final boolean forgets;
  private final boolean looksBetweenRuns;
  private final Facts facts = new Facts();
  private final List<EventInvariant> invariants;
  private final NothingLost nothingLost;
  private final DeleteAfterCommit deletes = new DeleteAfterCommit(facts);
  private final EffectsCommitted effects = new EffectsCommitted(facts);
  private final RowsAgree rowsAgree = new RowsAgree(facts);
  private final KeyOrder keyOrder = new KeyOrder(facts);
  private final PriorityOrder priorityOrder;
  private final SubJobs subJobs;
  private final AcceptedOnce acceptedOnce = new AcceptedOnce(facts);
  private final RunIdSet accepted = new RunIdSet();
  private final RunIdSet seen = new RunIdSet();
  private final RunIdSet unsubmitted = new RunIdSet();
  private final RunIdSet forgotten = new RunIdSet();
  private final Map<RunId, RunFold> open = new LinkedHashMap<>();
  /** What was said of runs whose submit has not come by yet. */
  private final Map<RunId, List<Consumer<RunFold>>> early = new HashMap<>();

  /**
   * Makes one.
   *
   * @param forgets whether a run is forgotten that is terminal
   * @param looksBetweenRuns whether all runs come by that have to do with one another, each with the moment as of which it is known
   */
  HistoryCheck(Expectation expectation, Tally tally, boolean forgets, boolean looksBetweenRuns) {
    this.tally = tally;
    this.forgets = forgets;
    this.looksBetweenRuns = looksBetweenRuns;
    this.nothingLost = new NothingLost(expectation.mayRun(), facts);
    this.subJobs = new SubJobs(expectation.mayRun(), facts);
    this.priorityOrder = new PriorityOrder(expectation.starvationShare(), facts);
    this.invariants = List.of(
        new CancelHolds(facts), new AtMostOneResult(facts), new Fencing(facts), new UpstreamFirst(facts), new LegalChange(facts));
  }

  @Override
  public void accepted(RunId run) {
    accepted.add(run);
  }

  @Override
  public void event(RunEvent event) {
    tally.event();
    RunFold run = open.get(event.runId());
    if (run != null) {
      run.apply(event, invariants);
    } else if (seen.contains(event.runId())) {
      if (event.type() != EventType.COMMIT_FENCED && event.type() != EventType.DUPLICATE_SUPPRESSED) {
        suspect(event.runId());
      }
    } else if (event.type() == EventType.RUN_SUBMITTED) {
      open(event);
    } else if (unsubmitted.add(event.runId())) {
      tally.add(new Violation(Rule.NOT_SUBMITTED, event.opKey() == null
          ? event.runId().toString() : new IdempotencyKey(event.runId(), event.opKey()).toString(),
          event.type() + " came, and the run was not submitted", List.of(event)));
    }
  }

  private void open(RunEvent event) {
    try {
      RunFold run = new RunFold(event);
      open.put(event.runId(), run);
      seen.add(event.runId());
      List<Consumer<RunFold>> said = early.remove(event.runId());
      if (said != null) {
        said.forEach(each -> each.accept(run));
      }
    } catch (IllegalArgumentException e) {
      throw new UnreadableHistoryException("event " + event.sequence() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void message(MessageRecord message) {
    note(message.op().runId(), run -> run.messages.add(message));
  }

  @Override
  public void effect(EffectRecord effect) {
    note(effect.op().runId(), run -> run.effects.add(effect));
  }

  private void note(RunId id, Consumer<RunFold> note) {
    RunFold run = open.get(id);
    if (run != null) {
      note.accept(run);
    } else if (seen.contains(id)) {
      suspect(id);
    } else {
      early.computeIfAbsent(id, any -> new ArrayList<>()).add(note);
    }
  }

  private void suspect(RunId run) {
    if (!forgotten.contains(run)) {
      suspects.add(run);
    }
  }

  @Override
  public void rows(RunRow row) {
    RunFold run = open.get(row.id());
    if (run != null) {
      run.rows = row;
      if (forgets && (run.status.isTerminal() || run.violation != null)) {
        finish(run);
        open.remove(row.id());
      }
    } else if (!seen.contains(row.id()) && !unsubmitted.contains(row.id())) {
      tally.add(new Violation(Rule.ROW_DIFFERS, row.id().toString(), "there is a row, and no event that explains it", List.of()));
    }
  }

  /** Leaves a run out, but for what offends in that part of its events which has no gap. */
  @Override
  public void forgotten(RunId run) {
    if (!forgotten.add(run)) {
      return;
    }
    RunFold fold = open.remove(run);
    if (fold != null) {
      fold.soundViolation().ifPresent(tally::add);
    }
    early.remove(run);
    suspects.remove(run);
    subJobs.leaveOut(run);
    if (unsubmitted.contains(run)) {
      tally.withdrawNotSubmitted(run);
    }
  }

  private void finish(RunFold run) {
    List<Violation> found = new ArrayList<>();
    if (run.violation != null) {
      found.add(run.violation);
      subJobs.leaveOut(run.id);
    } else {
      found.addAll(nothingLost.check(run));
      found.addAll(found.isEmpty() ? rowsAgree.check(run) : List.of());
      found.addAll(deletes.check(run));
      found.addAll(effects.check(run));
      keyOrder.add(run);
      priorityOrder.add(run);
      if (looksBetweenRuns) {
        subJobs.add(run).forEach(this::add);
      }
    }
    acceptedOnce.check(run).ifPresent(tally::add);
    found.forEach(tally::add);
    tally.run(run, run.violation == null);
  }

  private void add(Late violation) {
    if (violation.rule() == Rule.STUCK) {
      nothingLost.isStuck(violation.subject());
    }
    tally.add(violation);
  }

  @Override
  public void end(long events) {
    if (events != tally.events()) {
      tally.add(new Violation(Rule.EVENT_MISSING, "the history", events + " events were written, and it has " + tally.events(), List.of()));
    }
  }

  /** Closes the check: what is still open stays so, and what was accepted and not seen is lost. */
  void close() {
    open.values().forEach(this::finish);
    open.clear();
    accepted.forEachSorted(run -> {
      facts.add(Invariant.I3);
      if (isMissing(run)) {
        tally.add(new Violation(
            Rule.LOST_RUN, run.toString(), "its submit was answered with yes, and the store has never heard of it", List.of()));
      }
    });
    early.keySet().stream().filter(run -> !unsubmitted.contains(run)).forEach(run -> tally.add(new Violation(
        Rule.NOT_SUBMITTED, run.toString(), "a message or an effect of it was recorded, and the run was not submitted", List.of())));
    keyOrder.check().forEach(tally::add);
    priorityOrder.check().forEach(tally::add);
    if (looksBetweenRuns) {
      subJobs.close(run -> isMissing(run) && !accepted.contains(run), seen::contains).forEach(tally::add);
    }
  }

  private boolean isMissing(RunId run) {
    return !seen.contains(run) && !unsubmitted.contains(run) && !forgotten.contains(run);
  }

  Findings findings() {
    long stillAccepted = accepted.size() - forgotten.count(accepted::contains);
    return tally.findings(stillAccepted, forgotten.size(), effects.effects(), facts.counts(), nothingLost.open());
  }
}
