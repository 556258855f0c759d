package dev.sluice.simulator.verify;

import dev.sluice.simulator.history.HistorySource;

/**
 * Checks that a history keeps every {@link Rule}: folds the events of each run, then compares the result with what was accepted and
 * with the rows. It reads the history once, and a second time only if it has to find the events of an offence. Stateless.
 *
 * <p>Time is linear in the number of events but for sorting what shares an ordering key or a queue with several priorities. In memory it
 * keeps the runs that are not terminal, 16 bytes for each that is, 40 for each start of an op, and some 300 for each sub-job of which
 * either its run or the run above it has ended and the other has not.
 */
public final class ExactlyOnceCheck {
  private ExactlyOnceCheck() {}

  /** Checks a history that was recorded after its load had come to an end. */
  public static Findings check(HistorySource history) {
    return check(history, Expectation.AT_REST);
  }

  /**
   * Checks a history.
   *
   * @throws dev.sluice.simulator.history.UnreadableHistoryException if it cannot be read
   */
  public static Findings check(HistorySource history, Expectation expectation) {
    HistoryCheck check = new HistoryCheck(expectation, new Tally(), true, history.hasAllSubJobs());
    history.replay(check);
    check.close();
    if (!check.suspects.isEmpty() || !check.tally.late.isEmpty()) {
      HistoryCheck closer = new HistoryCheck(new Expectation(true, 1), new Tally(), false, false); // of some runs only
      EventFinder finder = new EventFinder(check.tally.late, check.suspects, closer);
      history.replay(finder);
      closer.close();
      check.tally.correct(closer.tally, finder);
    }
    return check.findings();
  }
}
