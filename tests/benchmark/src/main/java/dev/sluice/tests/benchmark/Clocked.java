package dev.sluice.tests.benchmark;

/** Work whose time is taken. */
final class Clocked {
  private Clocked() {}

  /** Something that may fail. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** Returns how many a second, if the work did so many. */
  static double perSecond(int count, Work work) throws Exception {
    return count * 1000 / milliseconds(work);
  }

  static double milliseconds(Work work) throws Exception {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1e6;
  }
}
