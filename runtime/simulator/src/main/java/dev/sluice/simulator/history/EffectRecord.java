package dev.sluice.simulator.history;

import dev.sluice.core.api.RunDetail;
import dev.sluice.core.run.IdempotencyKey;
import java.util.List;

/**
 * A database effect that was found applied at the end: a row that an attempt wrote together with its result.
 *
 * @param op the op execution
 * @param attempt the attempt that wrote it
 * @param name tells several effects of one op apart
 */
public record EffectRecord(IdempotencyKey op, int attempt, String name) {
  /** The name of what the platform itself sees of an op's SQL: that its transaction stands. */
  public static final String TRANSACTION = "transaction";

  /** Takes the effects from what the API tells of a run; none where the coordinator does not tell. */
  static List<EffectRecord> of(RunDetail run) {
    return run.effects() == null ? List.of() : run.effects().stream()
        .map(effect -> new EffectRecord(new IdempotencyKey(run.run().runId(), effect.opKey()), effect.attempt(), TRANSACTION))
        .toList();
  }
}
