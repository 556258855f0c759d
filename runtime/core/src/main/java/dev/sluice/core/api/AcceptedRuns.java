package dev.sluice.core.api;

import java.util.List;

/**
 * The answer to a bulk submit: all of them are durable.
 *
 * @param runs one a request, in their order
 */
public record AcceptedRuns(List<AcceptedRun> runs) {
  public AcceptedRuns {
    runs = List.copyOf(runs);
  }
}
