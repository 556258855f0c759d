package dev.sluice.core.payload;

import java.util.Collection;
import java.util.Set;

/** Tells which payloads are still needed. Safe for any thread; throws what its store throws. */
@FunctionalInterface
public interface PayloadReferences {
  /** Returns those that a run's input, an op's output or a checkpoint refers to. */
  Set<PayloadAddress> named(Collection<PayloadAddress> addresses);
}
