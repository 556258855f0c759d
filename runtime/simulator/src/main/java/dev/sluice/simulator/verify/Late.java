package dev.sluice.simulator.verify;

import java.util.List;

/**
 * A violation between runs, whose events are looked up afterwards: they are not kept while millions of runs pass by.
 *
 * @param rule which one
 * @param subject the run or op execution
 * @param explanation how
 * @param sequences positions of the events that show it
 */
record Late(Rule rule, String subject, String explanation, List<Long> sequences) {
  Late {
    sequences = List.copyOf(sequences);
  }
}
