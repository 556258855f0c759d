package dev.sluice.core.store;

import dev.sluice.core.run.RunId;

/**
 * What became of one submitted run.
 *
 * @param runId the run that stands now: the new one, or the one that the same idempotency key started before
 * @param created false if it was there before
 */
public record Submission(RunId runId, boolean created) {}
