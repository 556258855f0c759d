package dev.sluice.cli.terminal;

import java.io.PrintWriter;

/**
 * What the command tells a person besides its results: lines on standard error, each written whole. Lines that come while bars are
 * shown go above them. Safe for any thread.
 */
public final class Talk {
  /** A line above bars must not wrap, or it would tear them. */
  private static final int NARROW = 79;

  private final PrintWriter err;
  private final boolean watched;
  private int bars;

  /**
   * Makes one.
   *
   * @param watched whether a person watches standard error
   */
  public Talk(PrintWriter err, boolean watched) {
    this.err = err;
    this.watched = watched;
  }

  public boolean isWatched() {
    return watched;
  }

  public synchronized void say(String line) {
    if (bars == 0) {
      err.println(line);
    } else {
      String whole = line.length() <= NARROW ? line : line.substring(0, NARROW - 1) + "…";
      // One line further down, up to the first bar, an empty line in its place, and down again.
      err.print("\n\u001b[" + (bars + 1) + "A\r\u001b[L" + whole + "\u001b[" + (bars + 1) + "B\r");
    }
    err.flush();
  }

  /** Says how many bars stand right above the cursor. */
  synchronized void barsShown(int shown) {
    this.bars = shown;
  }
}
