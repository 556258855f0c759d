package dev.sluice.simulator.verify;

import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpState;
import dev.sluice.simulator.history.EffectRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** I1 and I2 for database effects: each stands once, and with the result of the attempt that wrote it. */
final class EffectsCommitted {
  private record Name(IdempotencyKey op, String name) {}

  private final Facts facts;
  private long effects;

  EffectsCommitted(Facts facts) {
    this.facts = facts;
  }

  List<Violation> check(RunFold run) {
    List<Violation> violations = new ArrayList<>();
    Set<Name> seen = new HashSet<>();
    for (EffectRecord effect : run.effects) {
      effects++;
      facts.add(Invariant.I2);
      OpFold op = run.ops.get(effect.op().opKey());
      String subject = effect.op().toString();
      if (op == null || op.state != OpState.SUCCEEDED || op.attempt != effect.attempt()) {
        violations.add(new Violation(Rule.EFFECT_WITHOUT_COMMIT, subject, "effect \"" + effect.name() + "\" of attempt "
            + effect.attempt() + " stands, and that attempt committed nothing", List.of(op == null ? run.submitted : op.latest)));
      } else if (!seen.add(new Name(effect.op(), effect.name()))) {
        violations.add(new Violation(
            Rule.EFFECT_TWICE, subject, "effect \"" + effect.name() + "\" stands more than once", List.of(op.latest)));
      }
    }
    return violations;
  }

  long effects() {
    return effects;
  }
}
