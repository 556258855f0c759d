package dev.sluice.core.queue;

import java.util.Set;
import java.util.TreeSet;

/** A job or a setting names a logical queue that the stack does not have. */
public final class UnknownQueueException extends RuntimeException {
  private final String queue;

  public UnknownQueueException(String queue, Set<String> known) {
    super("queue \"" + queue + "\" is not in this stack, which has " + new TreeSet<>(known)
        + ": add it to the stack's configuration and run `pulumi up`, or use one of these");
    this.queue = queue;
  }

  public String queue() {
    return queue;
  }
}
