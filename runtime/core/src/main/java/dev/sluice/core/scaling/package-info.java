/**
 * The ports to the fleet of workers: the autoscaler decides through {@link dev.sluice.core.scaling.WorkerFleet}, and a worker
 * that is busy keeps itself from being the one that goes through {@link dev.sluice.core.scaling.InstanceProtection}. The coordinator
 * learns of workers that are no more through {@link dev.sluice.core.scaling.InstanceWatch}.
 */
@NullMarked
package dev.sluice.core.scaling;

import org.jspecify.annotations.NullMarked;
