package dev.sluice.coordinator;

import dev.sluice.core.outbox.OutboxSink;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.payload.PayloadReferences;
import dev.sluice.core.payload.PayloadStore;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.scaling.InstanceWatch;
import dev.sluice.core.schedule.ScheduleStore;
import dev.sluice.core.store.RunStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a coordinator stands on.
 *
 * @param store the authority on every run
 * @param schedules when jobs start by themselves
 * @param outbox what is to be told to the world outside
 * @param sinks where messages go, besides the sinks in the jobs' jar
 * @param payloads keeps what is too large for a row; empty if there is no such store
 * @param references tells which of these are needed
 * @param queues the stack's queues
 * @param instances tells which workers are no more; empty if nothing can
 * @param clock gives run ids their time and the dispatcher its pace
 * @param databaseAnswers whether the store can be reached now
 */
record Platform(
    RunStore store,
    ScheduleStore schedules,
    OutboxStore outbox,
    List<OutboxSink> sinks,
    Optional<PayloadStore> payloads,
    PayloadReferences references,
    QueueMap queues,
    Optional<InstanceWatch> instances,
    InstantSource clock,
    BooleanSupplier databaseAnswers) {
  Platform {
    sinks = List.copyOf(sinks);
  }
}
