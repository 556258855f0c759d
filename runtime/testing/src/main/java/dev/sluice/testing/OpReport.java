package dev.sluice.testing;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.OpState;
import org.jspecify.annotations.Nullable;

/**
 * What became of an op in a test's run.
 *
 * @param op its key
 * @param state where it stands
 * @param attempts how many were started; of a sub-job, how many runs of it
 * @param cause why the latest attempt that failed did so; null if none did
 * @param waitsFor what it waits for; null if it is over
 */
public record OpReport(String op, OpState state, int attempts, @Nullable Cause cause, @Nullable String waitsFor) {}
