package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.simulator.SampleHistory;
import dev.sluice.simulator.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Redrives and drops keep every rule, and a redrive without its events does not. */
class RedriveTest {
  private static final DeadLetterFilter ALL = DeadLetterFilter.all(10);

  private final SampleHistory sample = new SampleHistory();

  private void bury() {
    sample.submit();
    for (int attempt = 0; attempt < 3; attempt++) {
      sample.loseWorker("worker-" + attempt);
    }
  }

  private History redriven() {
    bury();
    sample.store.deadLetters().redrive(ALL, Duration.ZERO);
    sample.store.deadLetters().redrive(ALL, Duration.ZERO);
    sample.finish();
    return sample.history();
  }

  private static History without(History history, Predicate<RunEvent> which) {
    List<RunEvent> events = new ArrayList<>(history.events());
    events.removeIf(which);
    return new History(history.accepted(), events, history.messages(), history.effects(), history.runs());
  }

  private static List<Rule> broken(History history) {
    return ExactlyOnceCheck.check(history).violations().stream().map(Violation::rule).toList();
  }

  @Test
  void aRunThatWasRedrivenKeepsEveryRule() {
    History history = redriven();
    assertThat(history.events()).extracting(RunEvent::type).contains(EventType.RUN_FAILED, EventType.RUN_REOPENED,
        EventType.OP_REDRIVEN, EventType.OP_REOPENED, EventType.RUN_SUCCEEDED);
    assertThat(broken(history)).isEmpty();
  }

  @Test
  void oneThatWasDroppedKeepsEveryRule() {
    bury();
    sample.store.deadLetters().drop(ALL);
    assertThat(sample.history().events()).extracting(RunEvent::type).contains(EventType.DEAD_LETTER_DROPPED);
    assertThat(broken(sample.history())).isEmpty();
  }

  @Test
  void aRedriveWithoutOneOfItsEventsIsNoticed() {
    History history = redriven();
    for (EventType type : List.of(EventType.OP_REDRIVEN, EventType.OP_REOPENED, EventType.RUN_REOPENED)) {
      assertThat(broken(without(history, event -> event.type() == type))).as("without %s", type).isNotEmpty();
    }
  }

  @Test
  void aRedriveOfWhatSucceededIsNoticed() {
    sample.submit();
    sample.finish();
    History history = sample.history();
    RunEvent last = history.events().get(history.events().size() - 1);
    List<RunEvent> events = new ArrayList<>(history.events());
    events.add(new RunEvent(last.sequence() + 1, last.runId(), "first", EventType.OP_REDRIVEN, 1, last.at(), "operator", null));
    assertThat(broken(new History(history.accepted(), events, history.messages(), history.effects(), history.runs())))
        .contains(Rule.ILLEGAL_CHANGE);
    events.set(events.size() - 1, new RunEvent(last.sequence() + 1, last.runId(), null, EventType.RUN_REOPENED, 0, last.at(), "operator", null));
    assertThat(broken(new History(history.accepted(), events, history.messages(), history.effects(), history.runs())))
        .contains(Rule.ILLEGAL_CHANGE);
  }
}
