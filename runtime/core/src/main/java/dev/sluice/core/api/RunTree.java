package dev.sluice.core.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run with its sub-jobs, and theirs: the answer to {@code GET /v1/runs/{id}/tree}.
 *
 * @param run the run, without its payloads
 * @param op the op of the parent that started it; null for the run that was asked for
 * @param children oldest first
 */
public record RunTree(RunView run, @Nullable String op, List<RunTree> children) {
  public RunTree {
    children = List.copyOf(children);
  }
}
