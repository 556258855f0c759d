package dev.sluice.simulator.verify;

import static dev.sluice.core.run.OpState.CANCELED;
import static dev.sluice.core.run.OpState.FAILED;
import static dev.sluice.core.run.OpState.PENDING;
import static dev.sluice.core.run.OpState.RUNNING;
import static dev.sluice.core.run.OpState.SKIPPED;
import static dev.sluice.core.run.OpState.SUCCEEDED;
import static dev.sluice.core.run.OpState.WAITING;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import java.util.List;
import java.util.Optional;

/** One op execution as its events tell it. */
final class OpFold {
  final List<String> upstream;
  OpState state;
  int attempt;
  /** The latest event that changed the state. */
  RunEvent latest;

  OpFold(List<String> upstream, RunEvent submitted) {
    this.upstream = List.copyOf(upstream);
    this.state = upstream.isEmpty() ? PENDING : WAITING;
    this.latest = submitted;
  }

  /** Takes in an event if it may follow; leaves the state alone and says why if it may not. */
  Optional<Offence> apply(RunEvent event, RunFold run) {
    Optional<Offence> offence = switch (event.type()) {
      case OP_READY -> state != WAITING ? illegal(event) : early(run);
      case OP_LEASED -> lease(event, run);
      case OP_SUCCEEDED -> run.cancelRequested
          ? offence(Rule.AFTER_CANCEL, "it succeeded after its run was called off") : commit(event);
      case OP_FAILED -> commit(event);
      case OP_RETRIED, OP_LEASE_LOST, OP_RELEASED -> giveUp(event);
      case OP_CANCELED -> state.isTerminal() ? twice(event) : state == RUNNING ? current(event) : Optional.empty();
      case OP_SKIPPED -> state.isTerminal() ? twice(event) : skip(event, run);
      case COMMIT_FENCED, DUPLICATE_SUPPRESSED -> Optional.empty();
      case RUN_SUBMITTED, RUN_CANCEL_REQUESTED, RUN_SUCCEEDED, RUN_FAILED, RUN_CANCELED ->
          offence(Rule.ILLEGAL_CHANGE, event.type() + " is an event of a run, not of an op");
    };
    if (offence.isEmpty()) {
      follow(event);
    }
    return offence;
  }

  private void follow(RunEvent event) {
    OpState next = switch (event.type()) {
      case OP_READY, OP_RETRIED, OP_LEASE_LOST, OP_RELEASED -> PENDING;
      case OP_LEASED -> RUNNING;
      case OP_SUCCEEDED -> SUCCEEDED;
      case OP_FAILED -> FAILED;
      case OP_CANCELED -> CANCELED;
      case OP_SKIPPED -> SKIPPED;
      case COMMIT_FENCED, DUPLICATE_SUPPRESSED, RUN_SUBMITTED, RUN_CANCEL_REQUESTED, RUN_SUCCEEDED, RUN_FAILED, RUN_CANCELED -> state;
    };
    if (next != state) {
      state = next;
      latest = event;
    }
    if (event.type() == EventType.OP_LEASED) {
      attempt = event.attempt();
    }
  }

  private Optional<Offence> lease(RunEvent event, RunFold run) {
    if (run.cancelRequested) {
      return offence(Rule.AFTER_CANCEL, "attempt " + event.attempt() + " started after its run was called off");
    }
    if (state == WAITING) {
      return early(run).or(() -> illegal(event));
    }
    if (state != PENDING) {
      return illegal(event);
    }
    return event.attempt() == attempt + 1
        ? early(run)
        : offence(Rule.ILLEGAL_CHANGE, "attempt " + event.attempt() + " follows attempt " + attempt);
  }

  private Optional<Offence> early(RunFold run) {
    return upstream.stream()
        .filter(before -> run.stateOf(before) != SUCCEEDED)
        .findFirst()
        .flatMap(before -> offence(Rule.EARLY_START, "it went ahead while \"" + before + "\" was " + run.stateOf(before)));
  }

  private Optional<Offence> commit(RunEvent event) {
    return state.isTerminal() ? twice(event) : current(event);
  }

  private Optional<Offence> current(RunEvent event) {
    if (event.attempt() != attempt || state == PENDING && attempt > 0) {
      return offence(Rule.STALE_COMMIT,
          "attempt " + event.attempt() + " committed " + event.type() + " while "
              + (state == RUNNING ? "attempt " + attempt : "no attempt") + " held the lease");
    }
    return state == RUNNING ? Optional.empty() : illegal(event);
  }

  private Optional<Offence> giveUp(RunEvent event) {
    return state == RUNNING && event.attempt() == attempt ? Optional.empty() : illegal(event);
  }

  private Optional<Offence> skip(RunEvent event, RunFold run) {
    boolean hasReason = upstream.stream().map(run::stateOf).anyMatch(before -> before.isTerminal() && before != SUCCEEDED);
    return state == WAITING && hasReason ? Optional.empty() : illegal(event);
  }

  private Optional<Offence> twice(RunEvent event) {
    return offence(Rule.COMMITTED_TWICE, event.type() + " of attempt " + event.attempt() + " came when it was " + state + " already");
  }

  private Optional<Offence> illegal(RunEvent event) {
    return offence(Rule.ILLEGAL_CHANGE,
        event.type() + " of attempt " + event.attempt() + " came when it was " + state + " with attempt " + attempt);
  }

  private static Optional<Offence> offence(Rule rule, String explanation) {
    return Optional.of(new Offence(rule, explanation));
  }
}
