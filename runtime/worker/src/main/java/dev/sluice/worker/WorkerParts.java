package dev.sluice.worker;

import dev.sluice.core.fault.Faults;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.observe.PlatformListener;
import dev.sluice.core.queue.QueueMap;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.time.Pause;
import java.time.InstantSource;
import java.util.Random;

/**
 * What a worker works with.
 *
 * @param store decides
 * @param queues wake; must have every queue that the worker serves
 * @param jobs the code that it can run
 * @param payloads how inputs and outputs are read and written
 * @param listener hears what happens
 * @param faults where it dies; {@link Faults#NONE} in production
 * @param clock time of deadlines and health; leases go by the store's own
 * @param random jitter of pauses
 * @param pause how it waits between heartbeats and after a failed call
 */
public record WorkerParts(
    RunStore store,
    QueueMap queues,
    JobRegistry jobs,
    Payloads payloads,
    PlatformListener listener,
    Faults faults,
    InstantSource clock,
    Random random,
    Pause pause) {}
