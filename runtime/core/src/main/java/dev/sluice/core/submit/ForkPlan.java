package dev.sluice.core.submit;

import dev.sluice.core.job.RunPlanner;
import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.Trigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The op executions of one fork, planned one by one, upstream before downstream. Not safe for several threads. */
final class ForkPlan {
  private final RunDesk desk;
  private final RunRequest fresh;
  private final String from;
  private final Map<String, IdempotencyRecord> before = new LinkedHashMap<>();
  private final List<OpPlan> ops = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  /** What the decisions have left out that are taken over. */
  private final Set<String> notChosen = new HashSet<>();
  /** Keys of the elements that are taken over or run again, by their map, of the maps that are taken over. */
  private final Map<String, List<String>> elements = new HashMap<>();
  /** Names of the ops that every run of the job has. */
  private final Set<String> names = new HashSet<>();
  /** What it could begin at: the ops of the job, each with the keys of the elements that the source had of it. */
  private final Map<String, List<String>> points = new LinkedHashMap<>();

  /**
   * Plans a fork.
   *
   * @param fresh the job as it is now, with the fork's input
   * @param source all op executions of the run that is forked
   * @param from the op execution that is run again first
   */
  ForkPlan(RunDesk desk, RunRequest fresh, List<IdempotencyRecord> source, String from) {
    this.desk = desk;
    this.fresh = fresh;
    this.from = from;
    source.forEach(op -> before.put(op.key().opKey(), op));
    fresh.ops().forEach(op -> names.add(op.opKey()));
    fresh.ops().forEach(this::add);
  }

  List<OpPlan> ops() {
    return List.copyOf(ops);
  }

  /** Tells whether there is the op that it is to begin at. */
  boolean begins() {
    return points.containsKey(from) || points.values().stream().anyMatch(keys -> keys.contains(from));
  }

  Map<String, List<String>> points() {
    return points;
  }

  private void add(OpPlan planned) {
    OpPlan op = joined(planned);
    String key = op.opKey();
    Optional<List<OpPlan>> parts = elementsOf(op);
    points.put(key, parts.orElse(List.of()).stream().map(OpPlan::opKey).toList());
    IdempotencyRecord done = before.get(key);
    if (notChosen.contains(key)) {
      ops.add(given(op, null));
      if (done != null && done.state() == OpState.SKIPPED && !key.equals(from)) {
        taken.add(key);
      }
    } else if (done == null || !stands(done) || key.equals(from) || !taken.containsAll(op.upstream()) || parts.isEmpty()) {
      ops.add(op.flow().trigger() == Trigger.UNDO ? undoing(op) : op);
    } else {
      take(op, done.output());
      if (done.output() != null) {
        notChosen.addAll(desk.notChosen(fresh.jobName(), key, done.output()));
      }
      parts.get().forEach(element -> addElement(key, element));
    }
  }

  private void addElement(String map, OpPlan element) {
    String key = element.opKey();
    elements.computeIfAbsent(map, any -> new ArrayList<>()).add(key);
    IdempotencyRecord was = Objects.requireNonNull(before.get(key));
    if (key.equals(from) || was.state() != OpState.SUCCEEDED) {
      ops.add(element);
    } else {
      take(element, was.output());
    }
  }

  private void take(OpPlan op, @Nullable String output) {
    taken.add(op.opKey());
    ops.add(given(op, output));
  }

  private static OpPlan given(OpPlan op, @Nullable String output) {
    return op.with(op.flow().giving(new Flow.Given(output)));
  }

  /** What takes a map looks at its elements too. */
  private OpPlan joined(OpPlan op) {
    List<String> upstream = new ArrayList<>(op.upstream());
    op.upstream().forEach(key -> upstream.addAll(elements.getOrDefault(key, List.of())));
    return after(op, upstream);
  }

  private static OpPlan after(OpPlan op, List<String> upstream) {
    return upstream.size() == op.upstream().size() ? op
        : new OpPlan(op.opKey(), op.queue(), op.priority(), op.maxAttempts(), upstream, op.orderingKey(), op.limits(), op.flow());
  }

  /** What undoes looks only at what the fork runs, so that the effects of the other run stay as they are. */
  private OpPlan undoing(OpPlan op) {
    List<String> own = op.upstream().stream().filter(key -> !taken.contains(key)).toList();
    return own.isEmpty() ? op : after(op, own); // without any it waits for nothing that could fail
  }

  /** Tells whether an op is over, and what it has done is not undone, nor about to be. What could not be undone stands. */
  private boolean stands(IdempotencyRecord op) {
    String undoKey = RunPlanner.undoKey(op.key().opKey());
    IdempotencyRecord undo = names.contains(undoKey) ? null : before.get(undoKey);
    boolean isUndone = undo != null && undo.state() != OpState.FAILED && undo.state() != OpState.CANCELED;
    return !isUndone && (op.state() == OpState.SUCCEEDED || op.state() == OpState.SKIPPED);
  }

  /** The elements that a map had, as the job now plans them; empty if it had some and is no map any more. */
  private Optional<List<OpPlan>> elementsOf(OpPlan map) {
    List<OpPlan> parts = new ArrayList<>();
    while (true) {
      IdempotencyRecord was = before.get(map.opKey() + "[" + parts.size() + "]");
      if (was == null) {
        return Optional.of(parts);
      }
      Optional<OpPlan> element = desk.element(
          fresh.jobName(), new IdempotencyKey(fresh.runId(), map.opKey()), map.priority(), parts.size(), was.input());
      if (element.isEmpty()) {
        return Optional.empty();
      }
      parts.add(element.get());
    }
  }
}
