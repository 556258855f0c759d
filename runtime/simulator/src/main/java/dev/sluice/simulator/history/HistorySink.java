package dev.sluice.simulator.history;

import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;

/**
 * Takes a history in, line by line. Events, messages and effects of one run come in their order and before the rows of that
 * run; the
 * lines of different runs may come in any order. Not safe for several threads.
 */
public interface HistorySink {
  /** A run whose submit was answered with yes. */
  void accepted(RunId run);

  void event(RunEvent event);

  void message(MessageRecord message);

  void effect(EffectRecord effect);

  /** The rows of a run as they stood at the end. */
  void rows(RunRow run);

  /** A run that had ended, and whose time in the store was over before it was read: it has no rows, and may lack events. */
  void forgotten(RunId run);

  /**
   * That was all.
   *
   * @param events how many events were written
   */
  void end(long events);
}
