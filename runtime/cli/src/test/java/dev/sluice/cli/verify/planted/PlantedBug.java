package dev.sluice.cli.verify.planted;

import dev.sluice.core.inmemory.InMemoryRunStore;
import dev.sluice.core.store.RunStore;
import dev.sluice.simulator.verify.Invariant;
import dev.sluice.simulator.verify.Rule;
import java.util.function.BiFunction;

/** What is broken, and what has to be said of it. */
enum PlantedBug {
  /** The right platform. */
  NONE(null, ForwardingStore::new),
  /** The commit does not ask whether the attempt is the current one. */
  NO_FENCE(Rule.FOREIGN_COMMIT, StoreWithoutFence::new),
  /** A message is acknowledged as soon as it is received. */
  DELETE_BEFORE_COMMIT(Rule.EARLY_DELETE, ForwardingStore::new),
  /** Whatever message comes is run: SQS is trusted to deliver it once. */
  DEDUPLICATION_ONLY_IN_SQS(Rule.STARTED_AGAIN, StoreWithoutDeduplication::new),
  /** A commit asks for the attempt's number and not whether the lease is still held. */
  LATE_COMMIT_OF_A_STALLED_WORKER(Rule.STALE_COMMIT, StoreWithLateCommits::new),
  /** What is published again gets a new identity, and a row on first sight. */
  REPUBLISHED_WITH_A_NEW_ID(Rule.NOT_SUBMITTED, StoreWithNewIds::new),
  /** A message that was lost is never sent again. */
  LOST_WAKE_UP(Rule.UNFINISHED, SmallBugs.LostWakeUp::new),
  /** The idempotency key of a schedule's tick is written down and not looked at. */
  DOUBLE_SCHEDULE_TICK(Rule.ACCEPTED_TWICE, SmallBugs.DoubleTick::new),
  /** A cancel is accepted, and nobody acts on it. */
  CANCEL_IGNORED(Rule.AFTER_CANCEL, SmallBugs.CancelIgnored::new),
  /** A refused result overwrites the output all the same. */
  OUTPUT_OVERWRITTEN(Rule.OVERWRITTEN, SmallBugs.OutputOverwritten::new),
  /** A recovered lease leaves no event. */
  EVENT_MISSING(Rule.ILLEGAL_CHANGE, ForwardingStore::new);

  private final @org.jspecify.annotations.Nullable Rule rule;
  private final BiFunction<RunStore, Trail, ForwardingStore> plant;

  PlantedBug(@org.jspecify.annotations.Nullable Rule rule, BiFunction<RunStore, Trail, ForwardingStore> plant) {
    this.rule = rule;
    this.plant = plant;
  }

  Rule rule() {
    if (rule == null) {
      throw new IllegalStateException("the right platform breaks no rule");
    }
    return rule;
  }

  Invariant invariant() {
    return rule().invariant();
  }

  RunStore plantIn(InMemoryRunStore store, Trail trail) {
    return plant.apply(store, trail);
  }
}
