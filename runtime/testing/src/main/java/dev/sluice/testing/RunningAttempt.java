package dev.sluice.testing;

import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.StopReason;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.RunStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The attempt whose code is running, as the script around that code sees it. For one thread. */
final class RunningAttempt {
  private final RunStore store;
  private @Nullable LeaseToken token;
  private @Nullable AttemptSignal signal;

  RunningAttempt(RunStore store) {
    this.store = store;
  }

  /** Lets the next one begin, by the number that {@link StartedAttempts} has given it. */
  void begin(LeaseToken started, AttemptSignal told) {
    token = started;
    signal = told;
  }

  LeaseToken token() {
    return Objects.requireNonNull(token, "no attempt has begun");
  }

  /** Calls its run off: the store is asked, and the attempt told. */
  void callOff(String reason) {
    store.cancel(token().key().runId(), reason);
    if (signal != null) {
      signal.stop(StopReason.CANCELED);
    }
  }
}
