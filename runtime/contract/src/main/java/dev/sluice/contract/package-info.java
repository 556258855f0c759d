/**
 * The seam between the stack and the services: what a service must be told, and the message that wakes a worker.
 * The Pulumi program answers every {@link dev.sluice.contract.Setting}; the runtime reads only through
 * {@link dev.sluice.contract.Settings}.
 */
@NullMarked
package dev.sluice.contract;

import org.jspecify.annotations.NullMarked;
