package dev.sluice.core.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the decisions of a job leave out. They are compared as they are written, so that it does not matter how a class defines equality. */
final class Decisions {
  private final Job<?, ?> job;
  private final Payloads payloads;

  Decisions(Job<?, ?> job, Payloads payloads) {
    this.job = job;
    this.payloads = payloads;
  }

  /** Returns the names of the ops that an op has not chosen by what it returned. */
  List<String> notChosen(OpDefinition op, @Nullable Object value) {
    List<OpDefinition> hanging = job.hangingOn(op.name());
    if (hanging.isEmpty()) {
      return List.of();
    }
    String decided = Payloads.json(value, "the decision of op " + op.name());
    return hanging.stream()
        .filter(next -> !decided.equals(Payloads.json(next.flow().condition().orElseThrow().value(), "the condition of op " + next.name())))
        .map(OpDefinition::name)
        .toList();
  }

  /**
   * Returns the same of an output that is stored, which is read only if anything hangs on it.
   *
   * @param what the output, for the message of what cannot be read
   */
  List<String> notChosenBy(OpDefinition op, String stored, String what) {
    return job.hangingOn(op.name()).isEmpty() ? List.of() : notChosen(op, payloads.read(stored, op.type(), what));
  }
}
