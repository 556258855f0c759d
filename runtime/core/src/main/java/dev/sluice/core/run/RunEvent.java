package dev.sluice.core.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run's history.
 *
 * @param sequence position; events of one run are in order
 * @param runId the run
 * @param opKey the op, or null for an event of the run as a whole
 * @param type what happened
 * @param attempt the attempt it is about, 0 if none
 * @param at when, by the store's clock
 * @param actor who did it, for example a worker's id
 * @param detail JSON or plain text; null if there is nothing to add
 */
public record RunEvent(
    long sequence,
    RunId runId,
    @Nullable String opKey,
    EventType type,
    int attempt,
    Instant at,
    String actor,
    @Nullable String detail) {}
