package dev.sluice.simulator.verify;

import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import java.util.List;
import java.util.Optional;

/** I2: a result counts only under the lease that is held at that moment, and from the worker that holds it. */
final class Fencing implements EventInvariant {
  private final Facts facts;

  Fencing(Facts facts) {
    this.facts = facts;
  }

  @Override
  public Optional<Offence> judge(RunEvent event, OpFold op, RunFold run) {
    return switch (event.type()) {
      case OP_SUCCEEDED -> current(event, op).or(() -> own(event, op));
      case OP_FAILED -> current(event, op);
      case OP_CANCELED -> op.state == OpState.RUNNING ? current(event, op) : Optional.empty();
      case COMMIT_FENCED -> refused(event, op);
      default -> Optional.empty();
    };
  }

  private Optional<Offence> current(RunEvent event, OpFold op) {
    facts.add(Invariant.I2);
    boolean stale = event.attempt() != op.attempt || op.state == OpState.PENDING && op.attempt > 0;
    return stale
        ? Optional.of(new Offence(Rule.STALE_COMMIT,
            "attempt " + event.attempt() + " committed " + event.type() + " while "
                + (op.state == OpState.RUNNING ? "attempt " + op.attempt : "no attempt") + " held the lease", List.of(op.latest)))
        : Optional.empty();
  }

  /** A failure may be written by whoever recovers a lost lease; a success only by who ran the attempt. */
  private Optional<Offence> own(RunEvent event, OpFold op) {
    return op.state == OpState.RUNNING && !event.actor().equals(op.latest.actor())
        ? Optional.of(new Offence(Rule.FOREIGN_COMMIT,
            event.actor() + " committed attempt " + event.attempt() + ", whose lease " + op.latest.actor() + " holds", List.of(op.latest)))
        : Optional.empty();
  }

  /** A refusal is right only if the attempt is not the current one of its worker: else the event that ended it is missing. */
  private Optional<Offence> refused(RunEvent event, OpFold op) {
    facts.add(Invariant.I2);
    return op.state == OpState.RUNNING && event.attempt() == op.attempt && event.actor().equals(op.latest.actor())
        ? Optional.of(new Offence(Rule.ILLEGAL_CHANGE,
            "the result of attempt " + event.attempt() + " was refused while that attempt held the lease", List.of(op.latest)))
        : Optional.empty();
  }
}
