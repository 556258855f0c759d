package dev.sluice.core.run;

import org.jspecify.annotations.Nullable;

/**
 * What else the success of an op execution may set going, besides the end of its run.
 *
 * @param reach how far it goes, apart from the slot
 * @param slotOf the concurrency key of which a slot comes free; null for none
 */
public record Consequence(Reach reach, @Nullable String slotOf) {
  /** Nothing. */
  public static final Consequence NONE = new Consequence(Reach.NONE, null);
  /** Ops downstream in its run. */
  public static final Consequence DOWNSTREAM = new Consequence(Reach.DOWNSTREAM, null);

  /** How far a success goes. */
  public enum Reach {
    /** No further. */
    NONE,
    /** To one op downstream in its run. */
    NEXT,
    /** To ops downstream in its run. */
    DOWNSTREAM,
    /** Further than that: to a lane, a trigger, a parent run that waits for the end of its own. */
    BEYOND
  }
}
