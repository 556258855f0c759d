package dev.sluice.simulator.verify;

import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import java.util.List;
import java.util.Optional;

/** I1: what is terminal stays as it is. */
final class AtMostOneResult implements EventInvariant {
  private final Facts facts;

  AtMostOneResult(Facts facts) {
    this.facts = facts;
  }

  @Override
  public Optional<Offence> judge(RunEvent event, OpFold op, RunFold run) {
    switch (event.type()) {
      case OP_SUCCEEDED, OP_FAILED, OP_CANCELED, OP_SKIPPED -> {
        facts.add(Invariant.I1);
        return op.state.isTerminal() ? offence(Rule.COMMITTED_TWICE, event, op) : Optional.empty();
      }
      case OP_LEASED -> {
        return op.state == OpState.SUCCEEDED ? offence(Rule.STARTED_AGAIN, event, op) : Optional.empty();
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  private static Optional<Offence> offence(Rule rule, RunEvent event, OpFold op) {
    return Optional.of(new Offence(rule,
        event.type() + " of attempt " + event.attempt() + " came when it was " + op.state + " already", List.of(op.latest)));
  }
}
