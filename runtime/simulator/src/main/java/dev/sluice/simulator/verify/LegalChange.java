package dev.sluice.simulator.verify;

import static dev.sluice.core.run.OpState.FAILED;
import static dev.sluice.core.run.OpState.PENDING;
import static dev.sluice.core.run.OpState.RUNNING;
import static dev.sluice.core.run.OpState.SKIPPED;
import static dev.sluice.core.run.OpState.SUCCEEDED;
import static dev.sluice.core.run.OpState.WAITING;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.Trigger;
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
      case OP_RETRIED, OP_LEASE_LOST, OP_RELEASED, OP_SUSPENDED -> op.state == RUNNING && event.attempt() == op.attempt;
      case OP_CANCELED -> !op.state.isTerminal();
      case OP_SKIPPED -> op.state == WAITING && hasReasonToSkip(event, op, run);
      case OP_REDRIVEN -> op.state == FAILED && event.attempt() == op.attempt && run.cancel == null;
      case OP_REOPENED -> op.state == SKIPPED && !op.isNotChosen && mayWaitAgain(op, run);
      case OP_EXPANDED, OUTBOX_DROPPED -> op.state == SUCCEEDED && event.attempt() == op.attempt;
      case OP_SIGNALED -> op.state == WAITING || op.state == PENDING;
      case DEAD_LETTER_DROPPED -> op.state == FAILED;
      case COMMIT_FENCED, DUPLICATE_SUPPRESSED -> true;
      case RUN_SUBMITTED, RUN_CANCEL_REQUESTED, RUN_REOPENED, RUN_SUCCEEDED, RUN_FAILED, RUN_CANCELED -> false;
    };
    return legal ? Optional.empty() : Optional.of(new Offence(Rule.ILLEGAL_CHANGE,
        event.type() + " of attempt " + event.attempt() + " came when it was " + op.state + " with attempt " + op.attempt,
        List.of(op.latest)));
  }

  private static boolean hasReasonToSkip(RunEvent event, OpFold op, RunFold run) {
    Optional<String> decision = EventDetails.readNotChosen(event.detail());
    if (decision.isPresent()) {
      return op.upstream.contains(decision.get()) && run.stateOf(decision.get()) == SUCCEEDED;
    }
    return op.trigger == Trigger.ALL_SUCCEEDED ? isStopped(op, run) : op.trigger.decide(run.standing(op)) == Trigger.Decision.SKIP;
  }

  private static boolean mayWaitAgain(OpFold op, RunFold run) {
    return op.trigger == Trigger.ALL_SUCCEEDED ? !isStopped(op, run) : op.trigger.decide(run.standing(op)) == Trigger.Decision.WAIT;
  }

  private static boolean isStopped(OpFold op, RunFold run) {
    return op.upstream.stream().map(run::stateOf).anyMatch(before -> before.isTerminal() && before != SUCCEEDED);
  }
}
