package dev.sluice.simulator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.Limits;
import dev.sluice.simulator.SampleHistory;
import dev.sluice.simulator.history.History;
import dev.sluice.simulator.history.OpRow;
import dev.sluice.simulator.history.RunRow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories of the store in memory with ordering keys and limits keep every rule. */
class LimitedHistoryTest {
  private final SampleHistory sample = new SampleHistory();

  @Test
  void lanesShowInTheHistoryAndKeepTheirOrder() {
    for (int i = 0; i < 5; i++) {
      sample.submit("customer-" + i % 2, Limits.NONE);
    }
    sample.loseWorker("worker-1");
    sample.finish();
    Findings findings = ExactlyOnceCheck.check(sample.history());
    assertThat(findings.violations()).isEmpty();
    assertThat(findings.committed()).isEqualTo(5);
    assertThat(findings.facts().get(Invariant.I7)).isEqualTo(3);
  }

  @Test
  void whatStartsBeforeTheOneBeforeItInItsLaneIsFound() {
    sample.submit("customer-1", Limits.NONE);
    sample.submit("customer-2", Limits.NONE);
    sample.finish();
    History together = sample.history();
    History merged = new History(together.accepted(), together.events(), together.runs().stream()
        .map(run -> new RunRow(run.id(), run.status(), run.idempotencyKey(), run.ops().stream()
            .map(op -> new OpRow(
                op.opKey(), op.state(), op.attempt(), op.queue(), op.priority(), "one", op.output())).toList()))
        .toList());
    assertThat(ExactlyOnceCheck.check(merged).violations()).extracting(Violation::rule).containsExactly(Rule.OVERLAP);
  }

  @Test
  void whatWaitsForItsSlotIsNotStuckWhileRunsGoOn() {
    Limits limits = new Limits(new Limits.Concurrency("one", 1), new Limits.Rate("slow", 1, Duration.ofSeconds(1)), null);
    for (int i = 0; i < 3; i++) {
      sample.submit(null, limits);
    }
    List<Lease> leases = sample.claim("worker-1");
    assertThat(leases).hasSize(1);
    Findings running = ExactlyOnceCheck.check(sample.history(), new Expectation(true, 0));
    assertThat(running.violations()).isEmpty();
    assertThat(running.open()).hasSize(3);
    sample.commit("worker-1", leases);
    sample.clock.advance(Duration.ofSeconds(5));
    sample.store.recover(10);
    sample.finish();
    sample.clock.advance(Duration.ofSeconds(5));
    sample.store.recover(10);
    sample.finish();
    History history = sample.history();
    assertThat(ExactlyOnceCheck.check(history).violations()).isEmpty();
    assertThat(history.events()).filteredOn(event -> event.type() == EventType.OP_READY).hasSize(3)
        .allMatch(event -> event.detail() == null || event.detail().equals(EventDetails.READY_LATER));
  }
}
