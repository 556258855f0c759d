package dev.sluice.core.queue;

/** The stack names a queue that does not exist where it says, or not any more. Nothing was sent. */
public final class QueueNotFoundException extends QueueUnavailableException {
  private final String queue;

  /**
   * Names the queue and the way out.
   *
   * @param queue logical name
   * @param url where it was looked for
   * @param setting key of the setting that holds the address
   */
  public QueueNotFoundException(String queue, String url, String setting, Throwable cause) {
    super("queue \"" + queue + "\" not found at " + url + ": run `pulumi up` or check " + setting, cause);
    this.queue = queue;
  }

  public String queue() {
    return queue;
  }
}
