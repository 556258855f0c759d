package dev.sluice.simulator.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** I1 for whole runs: an idempotency key has one run. */
final class AcceptedOnce {
  private final Facts facts;
  /** Position of the submit by key. */
  private final Map<String, Long> submits = new HashMap<>();

  AcceptedOnce(Facts facts) {
    this.facts = facts;
  }

  Optional<Late> check(RunFold run) {
    if (run.rows == null || run.rows.idempotencyKey() == null) {
      return Optional.empty();
    }
    facts.add(Invariant.I1);
    String key = run.rows.idempotencyKey();
    Long first = submits.putIfAbsent(key, run.submitted.sequence());
    return first == null ? Optional.empty() : Optional.of(new Late(Rule.ACCEPTED_TWICE, run.id.toString(),
        "the idempotency key \"" + key + "\" had started a run before", List.of(first, run.submitted.sequence()).stream().sorted().toList()));
  }
}
