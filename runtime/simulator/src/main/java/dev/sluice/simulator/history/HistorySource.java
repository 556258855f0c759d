package dev.sluice.simulator.history;

/** A history that can be read more than once, so that a check need not hold it in memory. */
public interface HistorySource {
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

  /** Names the history: the SHA-256 of its lines, the same whether they stand in a file or in memory. */
  default String digest() {
    return HistoryDigest.of(this);
  }
}
