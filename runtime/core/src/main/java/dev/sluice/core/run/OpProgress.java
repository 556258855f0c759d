package dev.sluice.core.run;

import java.time.Instant;

/**
 * How far an attempt at an op said that it was.
 *
 * @param key the op execution
 * @param attempt number of the attempt
 * @param done units of work that were done
 * @param total units of work in all; 0 if that was not known
 * @param at when it was written down, by the store's clock
 */
public record OpProgress(IdempotencyKey key, int attempt, long done, long total, Instant at) {}
