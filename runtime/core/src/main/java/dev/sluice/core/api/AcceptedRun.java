package dev.sluice.core.api;

import dev.sluice.core.run.RunId;

/**
 * The answer to a submit: the run is durable.
 *
 * @param runId the run that stands now
 * @param created false if the same idempotency key had started it before
 */
public record AcceptedRun(RunId runId, boolean created) {}
