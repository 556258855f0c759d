package dev.sluice.core.queue;

/**
 * What a queue says of itself, approximately.
 *
 * @param visible messages that could be received now
 * @param inFlight messages received and not deleted
 * @param delayed messages not to be received yet
 */
public record QueueDepth(long visible, long inFlight, long delayed) {}
