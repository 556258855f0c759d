package dev.sluice.simulator.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of a history file. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = HistoryLine.Header.class, name = "history"),
  @JsonSubTypes.Type(value = HistoryLine.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = HistoryLine.Event.class, name = "event"),
  @JsonSubTypes.Type(value = HistoryLine.RunLine.class, name = "run"),
  @JsonSubTypes.Type(value = HistoryLine.OpLine.class, name = "op")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface HistoryLine {
  /** The first line: tells which form the others have. */
  record Header(int version) implements HistoryLine {}

  record Accepted(String run) implements HistoryLine {}

  record RunLine(String run, RunStatus status) implements HistoryLine {}

  record OpLine(String op, OpState state, int attempt) implements HistoryLine {}

  record Event(
      long sequence, String run, @Nullable String op, EventType type, int attempt, Instant at, String actor, @Nullable String detail)
      implements HistoryLine {
    static Event of(RunEvent event) {
      return new Event(event.sequence(), event.runId().toString(), event.opKey(), event.type(), event.attempt(), event.at(),
          event.actor(), event.detail());
    }

    RunEvent event() {
      return new RunEvent(sequence, RunId.parse(run), op, type, attempt, at, actor, detail);
    }
  }
}
