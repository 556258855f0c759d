package dev.sluice.cli.verify.planted;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import dev.sluice.simulator.verify.Rule;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What is broken in how runs go on by themselves, and what has to be said of it. */
enum WorkflowBug {
  /** The right store. */
  NONE(null, ForwardingStore::new),
  /** The elements of a map are made in a transaction of their own, before that of their maker's success. */
  ELEMENT_BEFORE_ITS_MAKER(Rule.ILLEGAL_CHANGE, ElementsFirst::new),
  /** A claim takes what is pending, and does not ask whether it waits for its sub-job. */
  RESUMED_BEFORE_ITS_SUB_JOB_ENDED(Rule.EARLY_START, Impatient::new),
  /** What a decision has skipped is started all the same, after the other branch. */
  THE_OTHER_BRANCH(Rule.EARLY_START, BothBranches::new);

  private final @Nullable Rule rule;
  private final BiFunction<RunStore, Trail, ForwardingStore> plant;

  WorkflowBug(@Nullable Rule rule, BiFunction<RunStore, Trail, ForwardingStore> plant) {
    this.rule = rule;
    this.plant = plant;
  }

  Rule rule() {
    if (rule == null) {
      throw new IllegalStateException("the right store breaks no rule");
    }
    return rule;
  }

  RunStore plantIn(RunStore store, Trail trail) {
    return plant.apply(store, trail);
  }

  /** Leaves what its bug would have left, just before or after a commit that steers its run. */
  private abstract static class Hasty extends ForwardingStore {
    Hasty(RunStore inner, Trail trail) {
      super(inner, trail);
    }

    void before(String worker, Attempt attempt) {}

    void after(String worker, Attempt attempt) {}

    @Override
    public final CommitOutcome commit(String worker, List<Attempt> attempts, List<Claim> claims, PublishWindow window) {
      attempts.forEach(attempt -> before(worker, attempt));
      CommitOutcome outcome = inner.commit(worker, attempts, claims, window);
      attempts.forEach(attempt -> after(worker, attempt));
      return outcome;
    }
  }

  private static final class ElementsFirst extends Hasty {
    ElementsFirst(RunStore inner, Trail trail) {
      super(inner, trail);
    }

    @Override
    void before(String worker, Attempt attempt) {
      if (attempt.result() instanceof ExecutionResult.Success success && !success.steering().adds().isEmpty()) {
        IdempotencyKey maker = attempt.token().key();
        List<OpPlan> elements = success.steering().adds();
        trail.add(EventType.OP_EXPANDED, maker, attempt.token().attempt(), worker, EventDetails.expanded(maker.opKey(), elements, "sum"));
        trail.add(EventType.OP_LEASED, new IdempotencyKey(maker.runId(), elements.get(0).opKey()), 1, "worker-2", null);
      }
    }
  }

  private static final class Impatient extends Hasty {
    Impatient(RunStore inner, Trail trail) {
      super(inner, trail);
    }

    @Override
    void after(String worker, Attempt attempt) {
      if (attempt.result() instanceof ExecutionResult.Suspended) {
        trail.add(EventType.OP_LEASED, attempt.token().key(), attempt.token().attempt() + 1, "worker-2", null);
      }
    }
  }

  private static final class BothBranches extends Hasty {
    BothBranches(RunStore inner, Trail trail) {
      super(inner, trail);
    }

    @Override
    void after(String worker, Attempt attempt) {
      Set<String> unchosen = attempt.result() instanceof ExecutionResult.Success success ? Set.copyOf(success.steering().skips()) : Set.of();
      unchosen.forEach(op -> trail.add(EventType.OP_LEASED, new IdempotencyKey(attempt.token().key().runId(), op), 1, "worker-2", null));
    }
  }
}
