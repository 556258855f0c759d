package dev.sluice.core.job;

import dev.sluice.core.run.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
  OpWork work = OpWork.CODE;
  Trigger trigger = Trigger.ALL_SUCCEEDED;
  final List<Op<?>> after = new ArrayList<>();
  @Nullable Op<?> decision;
  @Nullable Object chosen;
  boolean mayFail;
  /** Of a map: what runs once an item, and what is made of it. */
  @Nullable OpBody element;
  OpWork elementWork = OpWork.CODE;
  /** Takes the op's output and undoes what it did. */
  @Nullable OpBody compensation;
  final List<String> problems = new ArrayList<>();

  OpDraft(@Nullable String name, @Nullable Class<?> type, @Nullable Collection<? extends @Nullable Op<?>> upstream, OpBody body,
      boolean transactional) {
    this.name = Objects.requireNonNullElse(name, "");
    this.type = type == null ? Object.class : type;
    this.upstream = present(upstream);
    this.body = body;
    this.transactional = transactional;
    given(type, "class of what it returns");
  }

  /** Takes note if what it is to run is not there, so that this is told with all else that is wrong with the job. */
  OpDraft running(@Nullable Object code) {
    if (code == null) {
      problems.add("it has no code: what it is to run is null");
    }
    return this;
  }

  /** Tells whether this is there, and takes note if it is not. */
  boolean given(@Nullable Object value, String what) {
    if (value == null) {
      problems.add("its " + what + " is null");
    }
    return value != null;
  }

  /** Returns those of these ops that are there, and takes note if some are not: a field that has not got its op yet, most likely. */
  List<Op<?>> present(@Nullable Collection<? extends @Nullable Op<?>> ops) {
    List<Op<?>> present = new ArrayList<>();
    boolean missing = ops == null;
    for (Op<?> op : ops == null ? List.<Op<?>>of() : ops) {
      if (op == null) {
        missing = true;
      } else {
        present.add(op);
      }
    }
    if (missing) {
      problems.add("it comes after an op that is null: define that one first, and pass on what defining it returned");
    }
    return List.copyOf(present);
  }

  /** Everything that it looks at before it starts: what it takes first, in the order in which it takes it. */
  List<String> allUpstream() {
    Set<String> names = new LinkedHashSet<>();
    upstream.forEach(op -> names.add(op.name()));
    after.forEach(op -> names.add(op.name()));
    if (decision != null) {
      names.add(decision.name());
    }
    return List.copyOf(names);
  }
}
