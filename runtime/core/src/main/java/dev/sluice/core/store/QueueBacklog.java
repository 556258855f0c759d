package dev.sluice.core.store;

import java.time.Duration;

/**
 * Work of one logical queue.
 *
 * @param queue the logical queue
 * @param ready op executions that could start now
 * @param running op executions under a lease
 * @param delayed retries that are not due yet
 * @param oldest how long the oldest ready one has waited; zero if none waits
 */
public record QueueBacklog(String queue, long ready, long running, long delayed, Duration oldest) {}
