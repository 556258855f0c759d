package dev.sluice.core.queue;

/**
 * A received message. It stays hidden for its visibility timeout and comes back unless it is deleted.
 *
 * @param messageId the queue's name for it
 * @param receipt handle of this receive, needed to extend or delete
 * @param body text
 * @param receiveCount how often it was received, this one included
 */
public record Delivery(String messageId, String receipt, String body, int receiveCount) {}
