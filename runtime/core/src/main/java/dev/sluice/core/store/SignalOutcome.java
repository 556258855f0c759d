package dev.sluice.core.store;

import dev.sluice.contract.OpExecutionTask;
import java.util.List;

/**
 * What a signal did.
 *
 * @param answer whether it was taken
 * @param toPublish marked as published in the same transaction: the caller sends them
 */
public record SignalOutcome(Answer answer, List<OpExecutionTask> toPublish) {
  /** Whether a signal was taken. */
  public enum Answer {
    /** The op execution has it, and goes on as soon as its upstream lets it. */
    TAKEN,
    /** It had one already, which stays. */
    REPEATED,
    /** It has ended, without one or with another: by its timeout, or since its run was called off. */
    TOO_LATE,
    /** It waits for no signal. */
    NOT_AWAITED,
    /** There is no such op execution. */
    UNKNOWN
  }

  public SignalOutcome {
    toPublish = List.copyOf(toPublish);
  }
}
