package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.PayloadDigest;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.simulator.SampleHistory;
import dev.sluice.simulator.history.EffectRecord;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.OpRow;
import dev.sluice.simulator.history.RunRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactlyOnceCheckTest {
  private final History good = SampleHistory.ofTenRuns();

  @Test
  void aLoadInWhichAWorkerDiedKeepsEveryRule() {
    Findings findings = ExactlyOnceCheck.check(good);
    assertThat(findings.violations()).isEmpty();
    assertThat(findings.runs()).isEqualTo(10);
    assertThat(findings.ops()).isEqualTo(20);
    assertThat(findings.committed()).isEqualTo(20);
    assertThat(good.events()).anyMatch(event -> event.type() == EventType.OP_LEASE_LOST);
  }

  @Test
  void failedSkippedAndCanceledRunsKeepEveryRuleToo() {
    SampleHistory sample = new SampleHistory();
    RunId canceled = sample.submit();
    sample.store.cancel(canceled, "no longer wanted");
    RunId stopped = sample.submit();
    List<Lease> running = sample.claim("worker-1");
    sample.store.cancel(stopped, "no longer wanted");
    sample.commit("worker-1", running);
    sample.submit();
    for (int attempt = 0; attempt < 3; attempt++) {
      sample.loseWorker("worker-" + attempt);
    }
    History history = sample.history();
    assertThat(history.events()).extracting(RunEvent::type)
        .contains(EventType.RUN_CANCELED, EventType.RUN_FAILED, EventType.OP_SKIPPED, EventType.OP_CANCELED);
    assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
  }

  @Test
  void aFencedCommitIsNoViolation() {
    SampleHistory sample = new SampleHistory();
    sample.submit();
    List<Lease> stalled = sample.claim("worker-1");
    sample.clock.advance(java.time.Duration.ofSeconds(11));
    sample.store.recover(10);
    List<Lease> current = sample.claim("worker-2");
    sample.commit("worker-1", stalled);
    sample.commit("worker-2", current);
    sample.finish();
    History history = sample.history();
    assertThat(history.events()).extracting(RunEvent::type).contains(EventType.COMMIT_FENCED);
    assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedViolationIsFoundAndNoOther(Planted planted) {
    Findings findings = ExactlyOnceCheck.check(planted.plant.apply(good));
    assertThat(findings.hold()).isFalse();
    assertThat(findings.violations()).extracting(Violation::rule).containsOnly(planted.rule);
    assertThat(findings.violations().get(0).history()).hasSizeLessThanOrEqualTo(2);
    assertThat(findings.violations().get(0).toString()).contains(planted.rule.invariant().name());
  }

  /** What a broken platform would leave behind. */
  enum Planted {
    ACCEPTED_RUN_UNKNOWN_TO_THE_STORE(Rule.LOST_RUN, history -> {
      List<RunId> accepted = new ArrayList<>(history.accepted());
      accepted.add(RunId.parse("01a00000-0000-7000-8000-000000000000"));
      return new History(accepted, history.events(), history.runs());
    }),
    RUN_STOPS_HALF_WAY(Rule.UNFINISHED, history -> {
      RunId last = history.accepted().get(9);
      long from = first(history, last, EventType.OP_READY).sequence();
      List<RunEvent> kept = history.events().stream().filter(event -> !(event.runId().equals(last) && event.sequence() > from)).toList();
      return new History(history.accepted(), kept,
          history.runs().stream().map(row -> row.id().equals(last) ? with(row, RunStatus.RUNNING, OpState.PENDING, 0) : row).toList());
    }),
    NO_FENCE(Rule.STALE_COMMIT, history -> {
      // The dead worker's first attempt commits while the second one runs.
      RunEvent lease = second(history, EventType.OP_LEASED);
      return insertAfter(history, lease, event(lease, EventType.OP_SUCCEEDED, 1));
    }),
    COMMIT_WITHOUT_A_LEASE(Rule.STALE_COMMIT, history -> {
      RunEvent lost = first(history, history.accepted().get(0), EventType.OP_LEASE_LOST);
      return insertAfter(history, lost, event(lost, EventType.OP_SUCCEEDED, 1));
    }),
    TWO_RESULTS(Rule.COMMITTED_TWICE, history -> {
      RunEvent commit = first(history, history.accepted().get(0), EventType.OP_SUCCEEDED);
      return insertAfter(history, commit, commit);
    }),
    FAILURE_OVERWRITES_A_RESULT(Rule.COMMITTED_TWICE, history -> {
      RunEvent commit = first(history, history.accepted().get(0), EventType.OP_SUCCEEDED);
      return insertAfter(history, commit, event(commit, EventType.OP_FAILED, commit.attempt()));
    }),
    DOWNSTREAM_STARTS_AT_ONCE(Rule.EARLY_START, history -> {
      RunEvent lease = first(history, history.accepted().get(0), EventType.OP_LEASED);
      return insertAfter(history, lease, new RunEvent(0, lease.runId(), "second", EventType.OP_LEASED, 1, lease.at(), "worker-1", null));
    }),
    DOWNSTREAM_IS_READY_TOO_SOON(Rule.EARLY_START, history -> {
      RunEvent lease = first(history, history.accepted().get(0), EventType.OP_LEASED);
      return insertAfter(history, lease, new RunEvent(0, lease.runId(), "second", EventType.OP_READY, 0, lease.at(), "worker-1", null));
    }),
    TWO_LEASES_AT_ONCE(Rule.ILLEGAL_CHANGE, history -> {
      RunEvent lease = first(history, history.accepted().get(0), EventType.OP_LEASED);
      return insertAfter(history, lease, event(lease, EventType.OP_LEASED, 2));
    }),
    ATTEMPT_SKIPPED(Rule.ILLEGAL_CHANGE, history -> {
      RunEvent lease = first(history, history.accepted().get(0), EventType.OP_LEASED);
      return replace(history, lease, event(lease, EventType.OP_LEASED, 2));
    }),
    EVENT_MISSING(Rule.ILLEGAL_CHANGE, history -> without(history, first(history, history.accepted().get(0), EventType.OP_LEASE_LOST))),
    SUBMIT_EVENT_MISSING(Rule.NOT_SUBMITTED, history -> {
      RunId lost = history.accepted().get(0);
      History without = without(history, first(history, lost, EventType.RUN_SUBMITTED));
      return new History(without.accepted().subList(1, 10), without.events(),
          without.runs().stream().filter(row -> !row.id().equals(lost)).toList());
    }),
    RUN_CLOSED_EARLY(Rule.ILLEGAL_CHANGE, history -> {
      RunEvent ready = first(history, history.accepted().get(0), EventType.OP_READY);
      RunEvent end = first(history, history.accepted().get(0), EventType.RUN_SUCCEEDED);
      return move(history, end, ready);
    }),
    CANCEL_IGNORED(Rule.AFTER_CANCEL, history -> {
      RunEvent ready = first(history, history.accepted().get(0), EventType.OP_READY);
      return insertAfter(history, ready, new RunEvent(0, ready.runId(), null, EventType.RUN_CANCEL_REQUESTED, 0, ready.at(), "canceler", null));
    }),
    ROW_SAYS_FAILED(Rule.ROW_DIFFERS, history -> new History(history.accepted(), history.events(), history.runs().stream()
        .map(row -> row == history.runs().get(0) ? with(row, row.status(), OpState.FAILED, 1) : row).toList())),
    OUTPUT_OVERWRITTEN(Rule.OVERWRITTEN, history -> new History(history.accepted(), history.events(), history.runs().stream()
        .map(row -> row == history.runs().get(0) ? withOutput(row, PayloadDigest.of("2")) : row).toList())),
    OTHER_UPSTREAM_OUTPUT(Rule.OTHER_INPUTS, history -> {
      RunEvent lease = history.events().stream()
          .filter(event -> event.type() == EventType.OP_LEASED && "second".equals(event.opKey())).findFirst().orElseThrow();
      return replace(history, lease, new RunEvent(0, lease.runId(), "second", lease.type(), lease.attempt(), lease.at(), lease.actor(),
          EventDetails.leased(Map.of("first", "2"))));
    }),
    ANOTHER_WORKER_COMMITS(Rule.FOREIGN_COMMIT, history -> {
      RunEvent commit = first(history, history.accepted().get(0), EventType.OP_SUCCEEDED);
      return replace(history, commit, new RunEvent(0, commit.runId(), commit.opKey(), commit.type(), commit.attempt(), commit.at(),
          "worker-1", commit.detail()));
    }),
    STARTED_AFTER_ITS_RUN_HAS_ENDED(Rule.STARTED_AGAIN, history -> {
      RunEvent end = first(history, history.accepted().get(0), EventType.RUN_SUCCEEDED);
      return insertAfter(history, end, new RunEvent(0, end.runId(), "second", EventType.OP_LEASED, 2, end.at(), "worker-1", null));
    }),
    ONE_KEY_STARTS_TWO_RUNS(Rule.ACCEPTED_TWICE, history -> new History(history.accepted(), history.events(), history.runs().stream()
        .map(row -> history.runs().indexOf(row) < 2 ? new RunRow(row.id(), row.status(), "monday", row.ops()) : row).toList())),
    EFFECT_OF_A_LOST_ATTEMPT(Rule.EFFECT_WITHOUT_COMMIT, history -> withEffects(history, 1)),
    EFFECT_APPLIED_TWICE(Rule.EFFECT_TWICE, history -> withEffects(history, 2, 2)),
    ROW_MISSING(Rule.ROW_DIFFERS, history ->
        new History(history.accepted(), history.events(), history.runs().subList(1, 10))),
    ROW_WITHOUT_EVENTS(Rule.ROW_DIFFERS, history -> {
      RunId lost = history.accepted().get(0);
      return new History(history.accepted().subList(1, 10),
          history.events().stream().filter(event -> !event.runId().equals(lost)).toList(), history.runs());
    });

    private final Rule rule;
    private final UnaryOperator<History> plant;

    Planted(Rule rule, UnaryOperator<History> plant) {
      this.rule = rule;
      this.plant = plant;
    }

    private static History withEffects(History history, int... attempts) {
      IdempotencyKey op = new IdempotencyKey(history.accepted().get(0), "first");
      return new History(history.accepted(), history.events(), List.of(),
          Arrays.stream(attempts).mapToObj(attempt -> new EffectRecord(op, attempt, "row")).toList(), history.runs());
    }

    /** Changes a run's row and that of its last op. */
    private static RunRow with(RunRow row, RunStatus status, OpState state, int attempt) {
      OpRow op = row.ops().get(1);
      return new RunRow(row.id(), status, row.idempotencyKey(),
          List.of(row.ops().get(0), new OpRow(op.opKey(), state, attempt, op.queue(), op.priority(), op.orderingKey(), op.output())));
    }

    private static RunRow withOutput(RunRow row, String output) {
      OpRow op = row.ops().get(1);
      return new RunRow(row.id(), row.status(), row.idempotencyKey(), List.of(row.ops().get(0),
          new OpRow(op.opKey(), op.state(), op.attempt(), op.queue(), op.priority(), op.orderingKey(), output)));
    }

    private static RunEvent first(History history, RunId run, EventType type) {
      return history.events().stream().filter(event -> event.runId().equals(run) && event.type() == type).findFirst().orElseThrow();
    }

    private static RunEvent second(History history, EventType type) {
      RunId run = history.accepted().get(0);
      return history.events().stream().filter(event -> event.runId().equals(run) && event.type() == type).skip(1).findFirst().orElseThrow();
    }

    private static RunEvent event(RunEvent model, EventType type, int attempt) {
      return new RunEvent(model.sequence(), model.runId(), model.opKey(), type, attempt, model.at(), model.actor(), null);
    }

    private static History insertAfter(History history, RunEvent before, RunEvent planted) {
      List<RunEvent> events = new ArrayList<>(history.events());
      events.add(events.indexOf(before) + 1, planted);
      return numbered(history, events);
    }

    private static History replace(History history, RunEvent old, RunEvent planted) {
      List<RunEvent> events = new ArrayList<>(history.events());
      events.set(events.indexOf(old), planted);
      return numbered(history, events);
    }

    private static History without(History history, RunEvent event) {
      List<RunEvent> events = new ArrayList<>(history.events());
      events.remove(event);
      return numbered(history, events);
    }

    private static History move(History history, RunEvent event, RunEvent before) {
      List<RunEvent> events = new ArrayList<>(history.events());
      events.remove(event);
      events.add(events.indexOf(before) + 1, event);
      return numbered(history, events);
    }

    private static History numbered(History history, List<RunEvent> events) {
      List<RunEvent> numbered = new ArrayList<>();
      for (RunEvent event : events) {
        Instant at = event.at();
        numbered.add(new RunEvent(numbered.size() + 1L, event.runId(), event.opKey(), event.type(), event.attempt(), at, event.actor(), event.detail()));
      }
      return new History(history.accepted(), numbered, history.runs());
    }
  }
}
