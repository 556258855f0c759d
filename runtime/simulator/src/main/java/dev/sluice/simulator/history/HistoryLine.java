package dev.sluice.simulator.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One line of a history file. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = HistoryLine.Header.class, name = "history"),
  @JsonSubTypes.Type(value = HistoryLine.Accepted.class, name = "accepted"),
  @JsonSubTypes.Type(value = HistoryLine.Event.class, name = "event"),
  @JsonSubTypes.Type(value = HistoryLine.Message.class, name = "message"),
  @JsonSubTypes.Type(value = HistoryLine.Effect.class, name = "effect"),
  @JsonSubTypes.Type(value = HistoryLine.Rows.class, name = "rows"),
  @JsonSubTypes.Type(value = HistoryLine.Forgotten.class, name = "forgotten"),
  @JsonSubTypes.Type(value = HistoryLine.End.class, name = "end")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface HistoryLine {
  /**
   * Reads what the line says, to be told to a sink.
   *
   * @throws RuntimeException if a field is missing or cannot be read
   */
  Consumer<HistorySink> read();

  /** The first line: tells which form the others have. */
  record Header(int version) implements HistoryLine {
    @Override
    public Consumer<HistorySink> read() {
      return sink -> {};
    }
  }

  record Accepted(String run) implements HistoryLine {
    @Override
    public Consumer<HistorySink> read() {
      RunId line = RunId.parse(run);
      return sink -> sink.accepted(line);
    }
  }

  record Event(
      long sequence, String run, @Nullable String op, EventType type, int attempt, Instant at, String actor, @Nullable String detail)
      implements HistoryLine {
    static Event of(RunEvent event) {
      return new Event(event.sequence(), event.runId().toString(), event.opKey(), event.type(), event.attempt(), event.at(),
          event.actor(), event.detail());
    }

    @Override
    public Consumer<HistorySink> read() {
      RunEvent line = new RunEvent(sequence, RunId.parse(run), op, type, attempt, at, actor, detail);
      return sink -> sink.event(line);
    }
  }

  record Message(String op, int publication, MessageRecord.Step step, String worker, long after) implements HistoryLine {
    static Message of(MessageRecord message) {
      return new Message(message.op().toString(), message.publication(), message.step(), message.worker(), message.after());
    }

    @Override
    public Consumer<HistorySink> read() {
      MessageRecord line = new MessageRecord(IdempotencyKey.parse(op), publication, step, worker, after);
      return sink -> sink.message(line);
    }
  }

  record Effect(String op, int attempt, String name) implements HistoryLine {
    static Effect of(EffectRecord effect) {
      return new Effect(effect.op().toString(), effect.attempt(), effect.name());
    }

    @Override
    public Consumer<HistorySink> read() {
      EffectRecord line = new EffectRecord(IdempotencyKey.parse(op), attempt, name);
      return sink -> sink.effect(line);
    }
  }

  record Rows(String run, RunStatus status, @Nullable String key, List<OpRow> ops, @Nullable Long asOf) implements HistoryLine {
    static Rows of(RunRow run) {
      return new Rows(run.id().toString(), run.status(), run.idempotencyKey(), run.ops(), run.asOf());
    }

    @Override
    public Consumer<HistorySink> read() {
      RunRow line = new RunRow(RunId.parse(run), status, key, ops, asOf);
      return sink -> sink.rows(line);
    }
  }

  record Forgotten(String run) implements HistoryLine {
    @Override
    public Consumer<HistorySink> read() {
      RunId line = RunId.parse(run);
      return sink -> sink.forgotten(line);
    }
  }

  /** The last line: without it the file was cut off. */
  record End(long events) implements HistoryLine {
    @Override
    public Consumer<HistorySink> read() {
      return sink -> sink.end(events);
    }
  }
}
