package dev.sluice.simulator.history;

import dev.sluice.core.run.IdempotencyKey;

/**
 * A database effect that was found applied at the end: a row that an attempt wrote together with its result.
 *
 * @param op the op execution
 * @param attempt the attempt that wrote it
 * @param name tells several effects of one op apart
 */
public record EffectRecord(IdempotencyKey op, int attempt, String name) {}
