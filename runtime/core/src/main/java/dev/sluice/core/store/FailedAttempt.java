package dev.sluice.core.store;

import dev.sluice.core.run.Cause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that failed, or whose lease was lost.
 *
 * @param attempt its number
 * @param worker who held the lease
 * @param startedAt when it was leased; null if its op execution is not in quarantine yet
 * @param endedAt when its failure was written
 * @param cause why it failed, with the stack trace
 */
public record FailedAttempt(int attempt, String worker, @Nullable Instant startedAt, Instant endedAt, Cause cause) {}
