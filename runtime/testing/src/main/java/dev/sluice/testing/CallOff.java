package dev.sluice.testing;

import dev.sluice.core.job.AttemptSignal;
import dev.sluice.core.job.StopReason;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.RunStore;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Calls off the run of the attempt that is running: the store is asked, and the attempt told. For one thread. */
final class CallOff implements BiConsumer<RunId, String> {
  private final RunStore store;
  private @Nullable AttemptSignal running;

  CallOff(RunStore store) {
    this.store = store;
  }

  void begin(AttemptSignal signal) {
    running = signal;
  }

  @Override
  public void accept(RunId run, String reason) {
    store.cancel(run, reason);
    if (running != null) {
      running.stop(StopReason.CANCELED);
    }
  }
}
