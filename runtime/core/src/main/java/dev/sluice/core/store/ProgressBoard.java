package dev.sluice.core.store;

import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.RunId;
import java.util.Collection;
import java.util.List;

/**
 * How far running ops say that they are: for people to look at, and nothing is decided by it. Safe for any thread; calls may block on
 * the network, and throw {@link StoreUnavailableException}.
 */
public interface ProgressBoard {
  /**
   * How far an attempt says that it is.
   *
   * @param attempt which
   * @param done units of work that are done, at least 0
   * @param total units of work in all; 0 if that is not known
   */
  record Report(LeaseToken attempt, long done, long total) {
    public Report {
      if (done < 0 || total < 0) {
        throw new IllegalArgumentException("done and total must be >= 0, got " + done + " and " + total);
      }
    }
  }

  /** Keeps reports in place of those before; passes over attempts that are no longer the current ones, or of other owners. */
  void report(String worker, Collection<Report> reports);

  /** Returns the last report of each op of a run that has one, of whatever attempt, in no order. */
  List<OpProgress> of(RunId runId);
}
