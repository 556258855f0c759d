package dev.sluice.simulator.history;

import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import java.util.function.Consumer;

/** Hands lines on, and does something after some of them: what may happen while a history is exported. */
record Relay(HistorySink inner, Consumer<Line> after) implements HistorySink {
  /** The lines after which something may happen. */
  enum Line { ACCEPTED, EVENT, ROWS }

  @Override
  public void accepted(RunId run) {
    inner.accepted(run);
    after.accept(Line.ACCEPTED);
  }

  @Override
  public void event(RunEvent event) {
    inner.event(event);
    after.accept(Line.EVENT);
  }

  @Override
  public void message(MessageRecord message) {
    inner.message(message);
  }

  @Override
  public void effect(EffectRecord effect) {
    inner.effect(effect);
  }

  @Override
  public void rows(RunRow run) {
    inner.rows(run);
    after.accept(Line.ROWS);
  }

  @Override
  public void forgotten(RunId run) {
    inner.forgotten(run);
  }

  @Override
  public void end(long events) {
    inner.end(events);
  }
}
