package dev.sluice.core.inmemory;

import dev.sluice.core.run.ChildOutcome;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.run.Steering;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What follows when an op execution has ended: its downstream, its lane, its run and its parent. Guarded by the store's lock. */
final class Settlement {
  private static final String STORE = "store";

  private final InstantSource clock;
  private final EventLog events;
  private final Gates gates;
  private final Runs runs;
  private final Consumer<RunId> ended;

  Settlement(InstantSource clock, EventLog events, Gates gates, Runs runs, Consumer<RunId> ended) {
    this.clock = clock;
    this.events = events;
    this.gates = gates;
    this.runs = runs;
    this.ended = ended;
  }

  /** Takes a run in, and lets go what waits for nothing. */
  RunRow accept(RunRequest request) {
    RunRow run = runs.add(request);
    run.ops.values().forEach(gates::enter);
    List.copyOf(run.ops.values()).forEach(op -> begin(op, "submitter"));
    closeIfDone(run); // a fork may have nothing to run
    return run;
  }

  /** Lets a new op execution go if nothing holds it up; no event says so where that is clear from its upstream alone. */
  private void begin(OpRow op, String actor) {
    if (op.state != OpState.WAITING) {
      return;
    }
    if (op.plan.isTriggered()) {
      judgeTriggered(op, actor);
    } else if (!op.isReleased()) {
      // What a fork takes over may have been skipped.
      op.upstream.stream().filter(before -> before.state == OpState.SKIPPED).findFirst().ifPresent(before -> judge(op, before, actor));
    } else if (op.plan.isLimited() || op.plan.flow().pause() != null) {
      free(op, actor);
    } else {
      op.becomePending(clock.instant());
    }
  }

  void finish(OpRow op, OpState end, String actor, @Nullable String detail, Steering steering) {
    op.become(end);
    events.add(EventType.ofEnd(end), op, actor, detail);
    if (!steering.adds().isEmpty()) {
      expand(op, steering.adds(), actor);
    }
    steering.skips().stream().map(key -> op.run.ops.get(key)).filter(next -> next != null).forEach(next -> {
      next.isNotChosen = true; // one that was skipped before must not come back by a redrive
      if (next.state == OpState.WAITING) {
        finish(next, OpState.SKIPPED, actor, EventDetails.notChosen(op.key.opKey()), Steering.NONE);
      }
    });
    List.copyOf(op.downstream).forEach(next -> judge(next, op, actor));
    closeIfDone(op.run);
    leave(op, actor);
  }

  private void judge(OpRow next, OpRow upstream, String actor) {
    if (next.state != OpState.WAITING) {
      return;
    }
    if (!next.plan.isTriggered()) {
      if (upstream.state != OpState.SUCCEEDED) {
        finish(next, OpState.SKIPPED, actor, upstream.key.opKey() + " did not succeed", Steering.NONE);
      } else if (next.isReleased()) {
        free(next, actor);
      }
    } else {
      judgeTriggered(next, actor);
    }
  }

  private void judgeTriggered(OpRow next, String actor) {
    if (next.isTriggered) {
      return; // and waits for its admission
    }
    switch (next.plan.flow().trigger().decide(next.standing())) {
      case START -> {
        next.isTriggered = true;
        free(next, actor);
      }
      case SKIP -> finish(next, OpState.SKIPPED, actor, "its trigger " + next.plan.flow().trigger() + " cannot strike any more", Steering.NONE);
      case WAIT -> { }
    }
  }

  private void expand(OpRow op, List<OpPlan> plans, String actor) {
    RunTerms terms = new RunTerms(null, op.plan.limits().share());
    List<OpPlan> adds = plans.stream().map(plan -> plan.on(terms)).toList();
    List<OpRow> downstream = List.copyOf(op.downstream);
    List<OpRow> added = new ArrayList<>();
    for (OpPlan plan : adds) {
      OpRow row = runs.add(op.run, plan);
      gates.enter(row);
      downstream.forEach(next -> next.waitFor(row));
      added.add(row);
    }
    op.downstream.removeAll(added); // they are let go here, and wait for nobody's end
    events.add(EventType.OP_EXPANDED, op, actor, EventDetails.expanded(op.key.opKey(), adds, op.run.request.outputOp()));
    added.forEach(row -> begin(row, actor));
  }

  /** Makes an op execution ready whose upstream lets it go, or as soon as the gates let it through. */
  void free(OpRow op, String actor) {
    Instant now = clock.instant();
    Flow.Pause pause = op.plan.flow().pause();
    if (pause != null) {
      boolean waits = !pause.forSignal() || op.signal == null;
      op.become(OpState.PENDING);
      op.isAwaiting = waits && pause.forSignal();
      if (!waits) {
        op.becomeReady(now);
      } else if (pause.time() != null) {
        op.notBefore = now.plus(pause.time());
      }
      events.add(EventType.OP_READY, op, actor, waits ? EventDetails.READY_LATER : null);
      return;
    }
    if (!op.plan.isLimited()) {
      op.become(OpState.PENDING);
      op.becomeReady(now);
      events.add(EventType.OP_READY, op, actor, null);
      return;
    }
    gates.admit(op, now).ifPresent(permitted -> {
      if (op.child != null && op.signal == null) { // redriven, while its sub-job goes on
        op.become(OpState.PENDING);
        op.isAwaiting = true;
        op.notBefore = null;
        events.add(EventType.OP_READY, op, actor, EventDetails.READY_LATER);
        return;
      }
      Instant start = op.notBefore == null || permitted.isAfter(op.notBefore) ? permitted : op.notBefore;
      op.become(OpState.PENDING);
      if (start.isAfter(now)) {
        op.notBefore = start;
      } else {
        op.becomeReady(now);
      }
      events.add(EventType.OP_READY, op, actor, start.isAfter(now) ? EventDetails.READY_LATER : null);
    });
  }

  /** A terminal op execution gives back what it held, however it ended. */
  void leave(OpRow op, String actor) {
    gates.leave(op).ifPresent(next -> free(next, actor));
  }

  /** What was terminal waits again, and has its place in its lane again; the caller frees it. */
  void comeBack(OpRow op) {
    op.become(OpState.WAITING);
    gates.enter(op);
  }

  /** Gives an op execution what it waits for. */
  void wake(OpRow op, String signal, String actor, String detail) {
    op.signal = signal;
    events.add(EventType.OP_SIGNALED, op, actor, detail);
    if (op.state == OpState.PENDING) {
      op.isAwaiting = false;
      op.becomeReady(clock.instant());
    }
  }

  void closeIfDone(RunRow run) {
    if (run.ended != null || run.openOps() > 0) {
      return;
    }
    RunStatus verdict = run.verdict();
    run.ended = verdict;
    run.finishedAt = clock.instant();
    events.add(EventType.ofEnd(verdict), run, STORE, null);
    ended.accept(run.request.runId());
    IdempotencyKey parent = run.request.origin().parent();
    if (parent != null) {
      runs.op(parent).filter(op -> run.request.runId().equals(op.awaitedChild())).ifPresent(op -> wake(op, run, STORE));
    }
  }

  /** Returns the sub-job that an op execution has started last. */
  Optional<RunRow> child(OpRow op) {
    return Optional.ofNullable(op.child).map(runs::get);
  }

  /** Gives an op execution the outcome of its sub-job, which has ended. */
  void wake(OpRow op, RunRow child, String actor) {
    RunStatus end = child.status();
    wake(op, new ChildOutcome(child.request.runId(), end, child.output()).text(), actor, end.name());
  }
}
