package dev.sluice.core.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An op while its job is being defined. */
final class OpDraft {
  final String name;
  final Class<?> type;
  final List<Op<?>> upstream;
  final OpBody body;
  final boolean transactional;
  @Nullable Retry retry;
  @Nullable Duration timeout;
  @Nullable String queue;
  @Nullable Integer priority;
  OpLimits limits = OpLimits.NONE;
  final List<String> problems = new ArrayList<>();

  OpDraft(String name, Class<?> type, List<Op<?>> upstream, OpBody body, boolean transactional) {
    this.name = name;
    this.type = type;
    this.upstream = upstream;
    this.body = body;
    this.transactional = transactional;
  }
}
