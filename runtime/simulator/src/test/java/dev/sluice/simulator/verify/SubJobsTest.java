package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.PayloadDigest;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.OpRow;
import dev.sluice.simulator.history.RunRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An op that has to be admitted is redriven with its sub-job, and waits for its admission and for the sub-job, which has ended by now. */
class SubJobsTest {
  private static final Expectation RUNNING = new Expectation(true, 0);
  private static final RunId ABOVE = RunId.parse("01a00000-0000-7000-8000-000000000001");
  private static final RunId BELOW = RunId.parse("01a00000-0000-7000-8000-000000000002");

  private final List<RunEvent> events = new ArrayList<>();

  private void add(RunId run, EventType type, int attempt, @Nullable String detail) {
    String op = type.name().startsWith("RUN_") ? null : "op";
    events.add(new RunEvent(events.size() + 1L, run, op, type, attempt, Instant.parse("2026-11-21T00:00:00Z"), "worker-1", detail));
  }

  private void failBoth() {
    add(ABOVE, EventType.RUN_SUBMITTED, 0, "{\"job\":\"whole\",\"ops\":{\"op\":[]},\"limited\":[\"op\"]}");
    add(ABOVE, EventType.OP_READY, 0, null);
    add(ABOVE, EventType.OP_LEASED, 1, null);
    add(ABOVE, EventType.OP_SUSPENDED, 1, BELOW.toString());
    add(BELOW, EventType.RUN_SUBMITTED, 0, "{\"job\":\"part\",\"ops\":{\"op\":[]},\"parent\":\"" + ABOVE + "/op\"}");
    add(BELOW, EventType.OP_LEASED, 1, null);
    add(BELOW, EventType.OP_FAILED, 1, null);
    add(BELOW, EventType.RUN_FAILED, 0, null);
    add(ABOVE, EventType.OP_SIGNALED, 1, "FAILED");
    add(ABOVE, EventType.OP_LEASED, 2, null);
    add(ABOVE, EventType.OP_FAILED, 2, null);
    add(ABOVE, EventType.RUN_FAILED, 0, null);
  }

  private void redriveBoth() {
    add(BELOW, EventType.RUN_REOPENED, 0, null);
    add(ABOVE, EventType.RUN_REOPENED, 0, null);
    add(BELOW, EventType.OP_REDRIVEN, 1, null);
    add(ABOVE, EventType.OP_REDRIVEN, 2, BELOW.toString());
    add(BELOW, EventType.OP_LEASED, 2, null);
    add(BELOW, EventType.OP_SUCCEEDED, 2, EventDetails.committed("1"));
    add(BELOW, EventType.RUN_SUCCEEDED, 0, null);
  }

  private History history(@Nullable Long asOf) {
    return new History(List.of(ABOVE, BELOW), events, List.of(
        new RunRow(ABOVE, RunStatus.RUNNING, null, List.of(new OpRow("op", OpState.WAITING, 2, "default", 0, null, null))),
        new RunRow(BELOW, RunStatus.SUCCEEDED, null,
            List.of(new OpRow("op", OpState.SUCCEEDED, 2, "default", 0, null, PayloadDigest.of("1"))), asOf)));
  }

  @Test
  void oneThatIsNotToldIsStuck() {
    failBoth();
    redriveBoth();
    Findings findings = ExactlyOnceCheck.check(history(null), RUNNING);
    assertThat(findings.violations()).singleElement().satisfies(violation -> {
      assertThat(violation.rule()).isEqualTo(Rule.STUCK);
      assertThat(violation.subject()).isEqualTo(ABOVE + "/op");
      assertThat(violation.history()).extracting(RunEvent::type).containsExactly(EventType.OP_REDRIVEN, EventType.RUN_SUCCEEDED);
    });
    assertThat(findings.open()).isEmpty();
    assertThat(ExactlyOnceCheck.check(history(null)).violations()).extracting(Violation::rule).containsExactly(Rule.UNFINISHED);
  }

  @Test
  void oneThatIsToldIsNot() {
    failBoth();
    redriveBoth();
    add(ABOVE, EventType.OP_SIGNALED, 2, "SUCCEEDED");
    Findings findings = ExactlyOnceCheck.check(history(null), RUNNING);
    assertThat(findings.violations()).isEmpty();
    assertThat(findings.open()).containsExactly(ABOVE + "/op WAITING with attempt 2");
  }

  @Test
  void norIsOneWhoseSubJobMayHaveEndedAfterTheRunAboveItWasRead() {
    failBoth();
    redriveBoth();
    assertThat(ExactlyOnceCheck.check(history(19L), RUNNING).violations()).isEmpty();
  }
}
