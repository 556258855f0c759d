package dev.sluice.simulator.history;

/** A history that can be read more than once, so that a check need not hold it in memory. */
public interface HistorySource {
  /** The oldest form that has them. */
  int FIRST_WITH_ALL_SUB_JOBS = 3;

  /**
   * Hands every line to the sink.
   *
   * @throws UnreadableHistoryException if it cannot be read to its end
   */
  void replay(HistorySink sink);

  /** Form of its lines. */
  default int version() {
    return HistoryWriter.VERSION;
  }

  /**
   * Tells whether it has the sub-jobs of all its runs, and tells of each run that may go on as of when it is known. What was exported in the
   * form before, while runs went on, lacks both.
   */
  default boolean hasAllSubJobs() {
    return version() >= FIRST_WITH_ALL_SUB_JOBS;
  }

  /** Names the history: the SHA-256 of its lines, the same whether they stand in a file or in memory. */
  default String digest() {
    return HistoryDigest.of(this);
  }
}
