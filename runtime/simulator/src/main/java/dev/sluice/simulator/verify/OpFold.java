package dev.sluice.simulator.verify;

import static dev.sluice.core.run.OpState.PENDING;
import static dev.sluice.core.run.OpState.WAITING;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One op execution as its events tell it. */
final class OpFold {
  final List<String> upstream;
  /** Events that changed its state, the submit first. */
  final List<RunEvent> changes = new ArrayList<>(4);
  /** It waits for more than its upstream, so that it is ready only when an event says so. */
  final boolean limited;
  /** It has a concurrency key: no event tells when a slot of it is free. */
  final boolean bounded;
  OpState state;
  int attempt;
  /** Digest of the committed output; null if there is none or the event does not tell. */
  @Nullable String output;
  /** The latest event that changed the state. */
  RunEvent latest;

  OpFold(List<String> upstream, boolean limited, boolean bounded, RunEvent submitted) {
    this.upstream = List.copyOf(upstream);
    this.limited = limited;
    this.bounded = bounded;
    this.state = upstream.isEmpty() && !limited ? PENDING : WAITING;
    this.latest = submitted;
    changes.add(submitted);
  }

  /** Takes in an event that may follow. */
  void follow(RunEvent event) {
    OpState next = after(event.type());
    if (next != state) {
      state = next;
      latest = event;
      changes.add(event);
    }
    if (event.type() == EventType.OP_LEASED) {
      attempt = event.attempt();
    }
    if (event.type() == EventType.OP_SUCCEEDED) {
      output = EventDetails.readOutput(event.detail()).orElse(null);
    }
  }

  private OpState after(EventType type) {
    return switch (type) {
      case OP_READY, OP_RETRIED, OP_LEASE_LOST, OP_RELEASED -> PENDING;
      case OP_REDRIVEN -> limited ? WAITING : PENDING;
      case OP_REOPENED -> WAITING;
      case OP_LEASED -> OpState.RUNNING;
      case OP_SUCCEEDED -> OpState.SUCCEEDED;
      case OP_FAILED -> OpState.FAILED;
      case OP_CANCELED -> OpState.CANCELED;
      case OP_SKIPPED -> OpState.SKIPPED;
      case COMMIT_FENCED, DUPLICATE_SUPPRESSED, DEAD_LETTER_DROPPED,
          RUN_SUBMITTED, RUN_CANCEL_REQUESTED, RUN_REOPENED, RUN_SUCCEEDED, RUN_FAILED, RUN_CANCELED -> state;
    };
  }

  /** Tells whether it became ready by this event: claimable from that moment on. */
  static boolean makesReady(RunEvent event, OpFold op) {
    return switch (event.type()) {
      case OP_READY -> !op.bounded && !EventDetails.READY_LATER.equals(event.detail()); // no event tells when its time has come
      case OP_LEASE_LOST, OP_RELEASED -> true; // one that is bounded has its slot still
      case RUN_SUBMITTED -> op.upstream.isEmpty() && !op.limited && !op.bounded;
      default -> false;
    };
  }
}
