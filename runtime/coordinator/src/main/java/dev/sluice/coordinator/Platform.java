package dev.sluice.coordinator;

import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.store.RunStore;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What a coordinator stands on.
 *
 * @param store the authority on every run
 * @param queues the stack's queues
 * @param clock gives run ids their time and the dispatcher its pace
 * @param databaseAnswers whether the store can be reached now
 */
record Platform(RunStore store, QueueMap queues, InstantSource clock, BooleanSupplier databaseAnswers) {}
