package dev.sluice.simulator.verify;

import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.util.Optional;

/**
 * A wait for a sub-job, as the op tells it that waits for it.
 *
 * @param child the sub-job's run
 * @param began sequence of the event that names it: the try that started it, or a redrive while it went on
 * @param signaled sequence of the signal that it had ended; 0 if there was none
 * @param outcome how it had ended, as the signal says; empty if there was none
 */
record Suspension(RunId child, long began, long signaled, String outcome) {
  /**
   * Reads an {@link dev.sluice.core.run.EventType#OP_SUSPENDED} or {@link dev.sluice.core.run.EventType#OP_REDRIVEN}; empty if it names no
   * run.
   */
  static Optional<Suspension> of(RunEvent event) {
    try {
      return Optional.of(new Suspension(RunId.parse(String.valueOf(event.detail())), event.sequence(), 0, ""));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Suspension endedBy(RunEvent signal) {
    return new Suspension(child, began, signal.sequence(), String.valueOf(signal.detail()));
  }
}
