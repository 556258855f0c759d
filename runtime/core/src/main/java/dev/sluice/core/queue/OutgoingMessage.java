package dev.sluice.core.queue;

/**
 * A message to send.
 *
 * @param body text
 * @param deduplicationId SQS drops a second message with the same one within five minutes
 * @param groupId messages of one group are delivered in order, one batch at a time
 */
public record OutgoingMessage(String body, String deduplicationId, String groupId) {}
