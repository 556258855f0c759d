package dev.sluice.cli.verify.planted;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.SubmitOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stores of which one call does a little less, or a little more, than it should. */
final class SmallBugs {
  private SmallBugs() {}

  /** Believes for ever that a message which was sent is still there. */
  static final class LostWakeUp extends ForwardingStore {
    LostWakeUp(RunStore inner, Trail trail) {
      super(inner, trail);
    }

    @Override
    public List<OpExecutionTask> publish(String queue, PublishWindow window) {
      return inner.publish(queue, new PublishWindow(window.size(), Duration.ofDays(365)));
    }
  }

  /** Keeps the key of a submit and starts a run all the same. */
  static final class DoubleTick extends ForwardingStore {
    private final Map<RunId, String> keys = new HashMap<>();

    DoubleTick(RunStore inner, Trail trail) {
      super(inner, trail);
    }

    @Override
    public SubmitOutcome submit(List<RunRequest> requests, PublishWindow window) {
      return inner.submit(requests.stream().map(this::withoutKey).toList(), window);
    }

    private RunRequest withoutKey(RunRequest run) {
      if (run.idempotencyKey() != null) {
        keys.put(run.runId(), run.idempotencyKey());
      }
      return new RunRequest(
          run.runId(), run.jobName(), run.jobVersion(), run.input(), run.outputOp(), run.tags(), null, run.ops());
    }

    @Override
    public Optional<Run> find(RunId runId) {
      return inner.find(runId).map(run -> new Run(run.id(), run.jobName(), run.jobVersion(), run.status(), run.input(), run.output(),
          run.tags(), keys.get(runId), run.ops(), run.openOps(), run.submittedAt(), run.finishedAt()));
    }
  }

  /** Writes down that a run was called off, and leaves it at that. */
  static final class CancelIgnored extends ForwardingStore {
    CancelIgnored(RunStore inner, Trail trail) {
      super(inner, trail);
    }

    @Override
    public boolean cancel(RunId runId, String reason) {
      trail.add(EventType.RUN_CANCEL_REQUESTED, runId, "canceler");
      return true;
    }
  }

  /** Refuses a late result, but has written its output by then. */
  static final class OutputOverwritten extends ForwardingStore {
    private final Map<IdempotencyKey, String> overwritten = new HashMap<>();

    OutputOverwritten(RunStore inner, Trail trail) {
      super(inner, trail);
    }

    @Override
    public CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
      for (Attempt attempt : attempts) {
        if (attempt.result() instanceof ExecutionResult.Success success
            && row(attempt.token()).filter(row -> row.state() == OpState.SUCCEEDED).isPresent()) {
          overwritten.put(attempt.token().key(), success.output());
        }
      }
      return inner.commit(worker, attempts, claims, window);
    }

    @Override
    public List<IdempotencyRecord> ops(RunId runId) {
      return inner.ops(runId).stream().map(row -> row.with(overwritten.getOrDefault(row.key(), row.output()))).toList();
    }
  }
}
