package dev.sluice.core.store;

import dev.sluice.core.run.RunId;

/**
 * Hears from the store what has become of runs, whichever process did it. A notice is a hint that comes soon, not a record: whoever
 * acts on it asks the store. Called on a thread of the store, which a subscriber must not hold up.
 */
public interface RunSubscriber {
  /** A run that somebody {@linkplain RunStore#watch watches} has ended. */
  default void ended(RunId runId) {}

  /** A run was called off. */
  default void canceled(RunId runId) {}

  /** Notices may have been lost, as when a connection was: look at everything that was waited for. */
  default void missed() {}
}
