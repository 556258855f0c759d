package dev.sluice.core.submit;

import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Origin;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans forks: runs that take over what another run has done before an op, and go on from there with this version of the code, and
 * with another input if one is given. Safe for any thread if the desk is.
 */
public final class RunForker {
  private final RunDesk desk;

  public RunForker(RunDesk desk) {
    this.desk = desk;
  }

  /**
   * Plans a fork. Taken over is what succeeded or was skipped and is not downstream of the op, nor of anything that is run again.
   *
   * @param source the run that is forked
   * @param sourceOps all its op executions, with their outputs as they are stored
   * @param from key of the op that is run again first: a name, or an element of a map
   * @param order job, input, tags and key of the new run
   * @throws UnknownForkPointException if neither the job as it is now nor the run has that op
   */
  public RunRequest plan(Run source, List<IdempotencyRecord> sourceOps, String from, RunOrder order) {
    RunRequest fresh = desk.plan(order);
    Map<String, IdempotencyRecord> before = new LinkedHashMap<>();
    sourceOps.forEach(op -> before.put(op.key().opKey(), op));
    Set<String> taken = new HashSet<>();
    List<OpPlan> ops = new ArrayList<>();
    Map<String, List<String>> elements = new HashMap<>();
    boolean found = false;
    for (OpPlan planned : fresh.ops()) {
      OpPlan op = joined(planned, elements);
      found |= op.opKey().equals(from);
      IdempotencyRecord done = before.get(op.opKey());
      Optional<List<OpPlan>> parts = elementsOf(fresh, op, before);
      if (done == null || !isOver(done) || op.opKey().equals(from) || !taken.containsAll(op.upstream()) || parts.isEmpty()) {
        ops.add(op);
        continue;
      }
      taken.add(op.opKey());
      ops.add(op.with(op.flow().giving(new Flow.Given(done.output()))));
      for (OpPlan element : parts.get()) {
        String key = element.opKey();
        elements.computeIfAbsent(op.opKey(), any -> new ArrayList<>()).add(key);
        found |= key.equals(from);
        IdempotencyRecord was = Objects.requireNonNull(before.get(key));
        if (key.equals(from) || was.state() != OpState.SUCCEEDED) {
          ops.add(element);
        } else {
          taken.add(key);
          ops.add(element.with(element.flow().giving(new Flow.Given(was.output()))));
        }
      }
    }
    if (!found) {
      Set<String> known = new TreeSet<>(before.keySet());
      fresh.ops().forEach(op -> known.add(op.opKey()));
      throw new UnknownForkPointException(source.id(), from, known);
    }
    return new RunRequest(fresh.runId(), fresh.jobName(), fresh.jobVersion(), fresh.input(), fresh.outputOp(), fresh.tags(),
        fresh.idempotencyKey(), ops).from(new Origin(null, source.id())).on(fresh.terms());
  }

  /** What takes a map looks at its elements too. */
  private static OpPlan joined(OpPlan op, Map<String, List<String>> elements) {
    List<String> upstream = new ArrayList<>(op.upstream());
    op.upstream().forEach(key -> upstream.addAll(elements.getOrDefault(key, List.of())));
    return upstream.size() == op.upstream().size() ? op
        : new OpPlan(op.opKey(), op.queue(), op.priority(), op.maxAttempts(), upstream, op.orderingKey(), op.limits(), op.flow());
  }

  private static boolean isOver(IdempotencyRecord op) {
    return op.state() == OpState.SUCCEEDED || op.state() == OpState.SKIPPED;
  }

  /** The elements that a map had, as the job now plans them; empty if it had some and is no map any more. */
  private Optional<List<OpPlan>> elementsOf(RunRequest fresh, OpPlan map, Map<String, IdempotencyRecord> before) {
    List<OpPlan> elements = new ArrayList<>();
    while (true) {
      IdempotencyRecord was = before.get(map.opKey() + "[" + elements.size() + "]");
      if (was == null) {
        return Optional.of(elements);
      }
      Optional<OpPlan> element = desk.element(
          fresh.jobName(), new IdempotencyKey(fresh.runId(), map.opKey()), map.priority(), elements.size(), was.input());
      if (element.isEmpty()) {
        return Optional.empty();
      }
      elements.add(element.get());
    }
  }
}
