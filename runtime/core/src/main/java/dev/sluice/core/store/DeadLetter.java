package dev.sluice.core.store;

import dev.sluice.core.run.LeaseToken;
import java.time.Instant;

/**
 * An op execution in quarantine: its attempts are used up, or its failure must not be retried. It stays there until it is redriven or
 * dropped.
 *
 * @param token op execution and the attempt that was its last; together they tell one quarantine from the next
 * @param jobName job of its run
 * @param queue logical queue, whose dead-letter queue has a message for it
 * @param causeType why the last attempt failed: {@link dev.sluice.core.run.Cause#type()}
 * @param message what the last attempt said
 * @param since when it was quarantined
 */
public record DeadLetter(LeaseToken token, String jobName, String queue, String causeType, String message, Instant since) {}
