package dev.sluice.simulator.verify;

import static dev.sluice.core.run.OpState.FAILED;
import static dev.sluice.core.run.OpState.PENDING;
import static dev.sluice.core.run.OpState.RUNNING;
import static dev.sluice.core.run.OpState.SKIPPED;
import static dev.sluice.core.run.OpState.SUCCEEDED;
import static dev.sluice.core.run.OpState.WAITING;

import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import java.util.List;
import java.util.Optional;

/**
 * I9: an event is a change of the state machine, or it is one that changes nothing. So a change without its event shows in the
 * next.
 */
final class LegalChange implements EventInvariant {
  private final Facts facts;

  LegalChange(Facts facts) {
    this.facts = facts;
  }

  @Override
  public Optional<Offence> judge(RunEvent event, OpFold op, RunFold run) {
    facts.add(Invariant.I9);
    boolean legal = switch (event.type()) {
      case OP_READY -> op.state == WAITING;
      case OP_LEASED -> op.state == PENDING && event.attempt() == op.attempt + 1;
      case OP_SUCCEEDED, OP_FAILED -> op.state == RUNNING;
      case OP_RETRIED, OP_LEASE_LOST, OP_RELEASED -> op.state == RUNNING && event.attempt() == op.attempt;
      case OP_CANCELED -> !op.state.isTerminal();
      case OP_SKIPPED -> op.state == WAITING && hasReasonToSkip(op, run);
      case OP_REDRIVEN -> op.state == FAILED && event.attempt() == op.attempt && run.cancel == null;
      case OP_REOPENED -> op.state == SKIPPED && !hasReasonToSkip(op, run);
      case DEAD_LETTER_DROPPED -> op.state == FAILED;
      case COMMIT_FENCED, DUPLICATE_SUPPRESSED -> true;
      case RUN_SUBMITTED, RUN_CANCEL_REQUESTED, RUN_REOPENED, RUN_SUCCEEDED, RUN_FAILED, RUN_CANCELED -> false;
    };
    return legal ? Optional.empty() : Optional.of(new Offence(Rule.ILLEGAL_CHANGE,
        event.type() + " of attempt " + event.attempt() + " came when it was " + op.state + " with attempt " + op.attempt,
        List.of(op.latest)));
  }

  private static boolean hasReasonToSkip(OpFold op, RunFold run) {
    return op.upstream.stream().map(run::stateOf).anyMatch(before -> before.isTerminal() && before != OpState.SUCCEEDED);
  }
}
