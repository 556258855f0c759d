package dev.sluice.core.job;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is made of what the code of an op returns. */
public sealed interface OpWork {
  /** It is the op's output. */
  record Code() implements OpWork {}

  /**
   * It is a list, and each of its items becomes an op execution: an element of the map.
   *
   * @param itemType class of the items
   * @param width how many elements run at a time; null for no bound
   */
  record Fan(Class<?> itemType, @Nullable Integer width) implements OpWork {}

  /**
   * It is the input of a sub-job, whose output is the op's.
   *
   * @param child the job that is run
   * @param patience how long its run may take; null for as long as it does
   */
  record Sub(Job<?, ?> child, @Nullable Duration patience) implements OpWork {}

  /** It is the op's output, after a time that holds no slot. */
  record Sleep(Duration time) implements OpWork {}

  /**
   * It is the op's output: the signal that it waited for.
   *
   * @param patience how long it waits; null for as long as its run
   */
  record Await(@Nullable Duration patience) implements OpWork {}

  /**
   * Nothing: each op that succeeded and has a compensation gets one more op execution, which undoes it.
   *
   * @param compensations names of the ops that undo, by the names of the ops that they undo, in the order of these
   */
  record Undo(Map<String, String> compensations) implements OpWork {}

  /** An op like most. */
  OpWork CODE = new Code();
}
