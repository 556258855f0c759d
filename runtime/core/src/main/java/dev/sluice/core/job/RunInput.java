package dev.sluice.core.job;

import dev.sluice.core.run.Lease;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The run's input, read when the code of an op first asks for it. Most elements of a map never do, and it may well be the list of all
 * their items. Safe for any thread.
 */
final class RunInput implements Supplier<Object> {
  private final Lease lease;
  private final Job<?, ?> job;
  private final Payloads payloads;
  private boolean isRead;
  private @Nullable Object value;

  RunInput(Lease lease, Job<?, ?> job, Payloads payloads) {
    this.lease = lease;
    this.job = job;
    this.payloads = payloads;
  }

  /**
   * Returns it, the same object each time.
   *
   * @throws UnusablePayloadException if it cannot be read
   */
  @Override
  @SuppressWarnings("NullAway") // the code of a job that may be given null takes null
  public synchronized Object get() {
    if (!isRead) {
      value = payloads.read(lease.runInput(), job.inputType(), "the input of job " + job.name());
      isRead = true;
    }
    return value;
  }
}
