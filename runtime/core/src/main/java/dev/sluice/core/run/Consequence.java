package dev.sluice.core.run;

/** What else the success of an op execution may set going, besides the end of its run. */
public enum Consequence {
  /** Nothing. */
  NONE,
  /** Ops downstream in its run. */
  DOWNSTREAM,
  /** More than that: a lane, a slot of a concurrency key, a trigger, a parent run. */
  BEYOND
}
