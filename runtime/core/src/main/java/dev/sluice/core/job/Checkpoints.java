package dev.sluice.core.job;

import dev.sluice.core.run.Lease;
import java.util.Optional;

/** The checkpoints of one attempt: written under its fence, read lazily, and the point at which a worker that stops hands over. */
final class Checkpoints {
  private final Lease lease;
  private final AttemptSignal signal;
  private final AttemptDesk desk;
  private final Payloads payloads;

  Checkpoints(Lease lease, AttemptSignal signal, AttemptDesk desk, Payloads payloads) {
    this.lease = lease;
    this.signal = signal;
    this.desk = desk;
    this.payloads = payloads;
  }

  void save(Object value) {
    if (!desk.saveCheckpoint(payloads.write(value, what()))) {
      signal.stop(StopReason.LEASE_LOST);
      throw new StoppedException("the lease of " + lease.token() + " is lost: its checkpoint is refused");
    }
    if (signal.isToHandOver()) {
      signal.stop(StopReason.HANDED_OVER);
      throw new StoppedException("the worker stops; " + lease.token() + " goes on elsewhere from its checkpoint");
    }
  }

  /** Asks the store only where an earlier attempt can have left one. */
  <T> Optional<T> last(Class<T> type) {
    return desk.checkpoint().map(text -> payloads.read(text, type, what()));
  }

  private String what() {
    return "the checkpoint of op " + lease.key().opKey();
  }
}
