package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.simulator.SampleHistory;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.OpRow;
import dev.sluice.simulator.history.RunRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class NothingLostTest {
  private static final Expectation RUNNING = new Expectation(true, 0);

  @Test
  void whileRunsGoOnWhatHasAPathForwardIsListedAndNotLost() {
    SampleHistory sample = new SampleHistory();
    RunId run = sample.submit();
    sample.claim("worker-1");
    sample.submit();
    Findings findings = ExactlyOnceCheck.check(sample.history(), RUNNING);
    assertThat(findings.violations()).isEmpty();
    assertThat(findings.open()).hasSize(4)
        .contains(run + "/first RUNNING with attempt 1", run + "/second WAITING with attempt 0");
    assertThat(ExactlyOnceCheck.check(sample.history()).violations()).hasSize(4)
        .extracting(Violation::rule).containsOnly(Rule.UNFINISHED);
  }

  @Test
  void whatWaitsForNothingIsStuckAlsoWhileRunsGoOn() {
    SampleHistory sample = new SampleHistory();
    sample.submit();
    sample.commit("worker-1", sample.claim("worker-1"));
    History history = sample.history();
    RunRow row = history.runs().get(0);
    OpRow second = row.ops().get(1);
    List<RunEvent> events = history.events().subList(0, 3);
    History stuck = new History(history.accepted(), events, List.of(new RunRow(row.id(), RunStatus.RUNNING, null, List.of(
        row.ops().get(0), new OpRow("second", OpState.WAITING, 0, second.queue(), second.priority(), null, null)))));
    assertThat(ExactlyOnceCheck.check(stuck, RUNNING).violations()).extracting(Violation::rule).containsExactly(Rule.STUCK);
  }
}
