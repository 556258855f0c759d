package dev.sluice.simulator.verify;

import dev.sluice.core.run.RunEvent;
import java.util.List;
import java.util.Optional;

/** I6: after a cancel nothing starts and nothing succeeds. */
final class CancelHolds implements EventInvariant {
  private final Facts facts;

  CancelHolds(Facts facts) {
    this.facts = facts;
  }

  @Override
  public Optional<Offence> judge(RunEvent event, OpFold op, RunFold run) {
    RunEvent cancel = run.cancel;
    if (cancel == null) {
      return Optional.empty();
    }
    facts.add(Invariant.I6);
    return switch (event.type()) {
      case OP_LEASED -> Optional.of(new Offence(Rule.AFTER_CANCEL,
          "attempt " + event.attempt() + " started after its run was called off", List.of(cancel)));
      case OP_SUCCEEDED -> Optional.of(new Offence(Rule.AFTER_CANCEL, "it succeeded after its run was called off", List.of(cancel)));
      default -> Optional.empty();
    };
  }
}
