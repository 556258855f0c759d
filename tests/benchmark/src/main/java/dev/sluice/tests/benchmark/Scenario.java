package dev.sluice.tests.benchmark;

import java.util.List;

/** One kind of measurement. */
interface Scenario {
  /** What it is called on the command line. */
  String name();

  /**
   * Measures.
   *
   * @param rounds counted rounds; whatever has to be warm is warmed before
   */
  List<Figure> run(Stand stand, int rounds) throws Exception;
}
