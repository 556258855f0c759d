package dev.sluice.simulator.certificate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event, as a certificate quotes it: without its detail, which may hold what an op's failure said.
 *
 * @param sequence position in the history
 * @param run the run
 * @param op the op; null for an event of the run as a whole
 * @param type what happened
 * @param attempt the attempt it is about, 0 if none
 * @param at when, by the store's clock
 * @param actor who did it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventLine(long sequence, String run, @Nullable String op, EventType type, int attempt, String at, String actor) {
  static EventLine of(RunEvent event) {
    return new EventLine(event.sequence(), event.runId().toString(), event.opKey(), event.type(), event.attempt(),
        event.at().toString(), event.actor());
  }
}
