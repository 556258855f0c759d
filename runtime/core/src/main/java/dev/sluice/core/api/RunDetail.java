package dev.sluice.core.api;

import java.util.List;

/**
 * A run with its op executions: the answer to {@code GET /v1/runs/{id}}.
 *
 * @param run the run
 * @param ops in the order in which they were submitted
 */
public record RunDetail(RunView run, List<OpView> ops) {
  public RunDetail {
    ops = List.copyOf(ops);
  }
}
