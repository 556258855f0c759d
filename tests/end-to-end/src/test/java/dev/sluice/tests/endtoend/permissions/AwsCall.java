package dev.sluice.tests.endtoend.permissions;

/**
 * A call that a service made.
 *
 * @param role who, as the call's credentials say
 * @param operation such as {@code SQS.SendMessageBatch}
 * @param resource what the request names: a queue's URL, a service's name, a task's id; empty if it names nothing that we know
 */
public record AwsCall(String role, String operation, String resource) {}
