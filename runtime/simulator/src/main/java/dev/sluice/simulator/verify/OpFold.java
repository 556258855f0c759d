package dev.sluice.simulator.verify;

import static dev.sluice.core.run.OpState.PENDING;
import static dev.sluice.core.run.OpState.WAITING;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One op execution as its events tell it. */
final class OpFold {
  /** What it looks at before it starts; grows with the elements of a map upstream. */
  final List<String> upstream;
  /** Events that changed its state, the submit first. */
  final List<RunEvent> changes = new ArrayList<>(4);
  /** It waits for more than its upstream, so that it is ready only when an event says so. */
  final boolean limited;
  /** It has a concurrency key: no event tells when a slot of it is free. */
  final boolean bounded;
  final Trigger trigger;
  /** The run can succeed although it failed. */
  final boolean mayFail;
  /** Ready from the submit on. */
  final boolean isReadyAtOnce;
  /** It has started a sub-job that has not ended, or waits for one again. */
  boolean isSuspended;
  /** Its tries at a sub-job. */
  List<Suspension> suspensions = List.of();
  /** Skipped, since a decision went another way, here or where a fork has it from. */
  boolean isNotChosen;
  /** Its trigger has struck, and stays so whatever is redriven upstream. */
  boolean hasStruck;
  /** An operator has opened it again. */
  boolean isRedriven;
  OpState state;
  int attempt;
  /** Digest of the committed output; null if there is none or the event does not tell. */
  @Nullable String output;
  /** The latest event that changed the state. */
  RunEvent latest;

  /** Makes an op execution that begins with an event: the submit of its run, or what gave it to its run. */
  OpFold(String key, EventDetails.Submitted detail, String keyOfAll, boolean freed, RunEvent began) {
    this.upstream = new ArrayList<>(detail.ops().getOrDefault(key, List.of(keyOfAll)));
    this.limited = isIn(detail.limited(), key, keyOfAll);
    this.bounded = isIn(detail.bounded(), key, keyOfAll);
    this.mayFail = isIn(detail.mayFail(), key, keyOfAll);
    this.trigger = detail.triggers() == null ? Trigger.ALL_SUCCEEDED : detail.triggers().getOrDefault(key, Trigger.ALL_SUCCEEDED);
    boolean pauses = isIn(detail.pauses(), key, keyOfAll);
    String given = detail.given() == null ? null : detail.given().get(key);
    if (given != null) {
      this.state = given.isEmpty() ? OpState.SKIPPED : OpState.SUCCEEDED;
      this.output = given.isEmpty() ? null : given;
      this.isNotChosen = given.isEmpty();
    } else {
      this.state = freed && !limited && !pauses && trigger == Trigger.ALL_SUCCEEDED ? PENDING : WAITING;
    }
    this.isReadyAtOnce = state == PENDING && upstream.isEmpty() && !bounded;
    this.latest = began;
    changes.add(began);
  }

  private static boolean isIn(@Nullable List<String> keys, String key, String keyOfAll) {
    return keys != null && (keys.contains(key) || keys.contains(keyOfAll));
  }

  /** Takes in an event that may follow. */
  void follow(RunEvent event) {
    OpState next = after(event.type());
    if (next != state) {
      state = next;
      latest = event;
      changes.add(event);
    }
    if (event.type() == EventType.OP_SUSPENDED || event.type() == EventType.OP_REDRIVEN && event.detail() != null) {
      suspend(event);
    } else if (event.type() == EventType.OP_SIGNALED && isSuspended) {
      resume(event);
    }
    isRedriven |= event.type() == EventType.OP_REDRIVEN || event.type() == EventType.OP_REOPENED;
    hasStruck = event.type() != EventType.OP_REOPENED && (hasStruck || event.type() == EventType.OP_READY);
    isNotChosen |= event.type() == EventType.OP_SKIPPED && EventDetails.readNotChosen(event.detail()).isPresent();
    if (event.type() == EventType.OP_LEASED) {
      attempt = event.attempt();
    }
    if (event.type() == EventType.OP_SUCCEEDED) {
      output = EventDetails.readOutput(event.detail()).orElse(null);
    }
  }

  private void suspend(RunEvent event) {
    isSuspended = true;
    if (suspensions.isEmpty()) {
      suspensions = new ArrayList<>(1); // most ops have none
    }
    Suspension.of(event).ifPresent(suspensions::add);
  }

  private void resume(RunEvent signal) {
    isSuspended = false;
    int last = suspensions.size() - 1;
    if (last >= 0 && suspensions.get(last).signaled() == 0) {
      suspensions.set(last, suspensions.get(last).endedBy(signal));
    }
  }

  private OpState after(EventType type) {
    return switch (type) {
      case OP_READY, OP_RETRIED, OP_LEASE_LOST, OP_RELEASED, OP_SUSPENDED -> PENDING;
      case OP_REDRIVEN -> limited ? WAITING : PENDING;
      case OP_REOPENED -> WAITING;
      case OP_LEASED -> OpState.RUNNING;
      case OP_SUCCEEDED -> OpState.SUCCEEDED;
      case OP_FAILED -> OpState.FAILED;
      case OP_CANCELED -> OpState.CANCELED;
      case OP_SKIPPED -> OpState.SKIPPED;
      case COMMIT_FENCED, DUPLICATE_SUPPRESSED, DEAD_LETTER_DROPPED, OUTBOX_DROPPED, OP_EXPANDED, OP_SIGNALED,
          RUN_SUBMITTED, RUN_CANCEL_REQUESTED, RUN_REOPENED, RUN_SUCCEEDED, RUN_FAILED, RUN_CANCELED -> state;
    };
  }

  /** Tells whether it became ready by this event: claimable from that moment on. */
  static boolean makesReady(RunEvent event, OpFold op) {
    return switch (event.type()) {
      case OP_READY -> !op.bounded && !EventDetails.READY_LATER.equals(event.detail()); // no event tells when its time has come
      case OP_LEASE_LOST, OP_RELEASED -> true; // one that is bounded has its slot still
      case RUN_SUBMITTED -> op.isReadyAtOnce;
      default -> false;
    };
  }
}
