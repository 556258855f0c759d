package dev.sluice.simulator.history;

/** A file is no history, or one that this version cannot read. The message names the line. */
public final class UnreadableHistoryException extends RuntimeException {
  public UnreadableHistoryException(String message) {
    super(message);
  }

  public UnreadableHistoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
