package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.ProgressBoard.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store promises about progress: the last report of the current attempt is there to read, and no other's. */
interface ProgressConformance extends StoreFixture {
  private List<String> board(RunId runId) {
    return store().progress().of(runId).stream()
        .map(one -> one.key().opKey() + "#" + one.attempt() + " " + one.done() + "/" + one.total()).sorted().toList();
  }

  private void report(String worker, LeaseToken attempt, long done, long total) {
    store().progress().report(worker, List.of(new Report(attempt, done, total)));
  }

  @Test
  default void theLastReportOfEachOpIsThereToRead() {
    RunId runId = submit(op("a"), op("b"), op("c"));
    assertThat(board(runId)).isEmpty();
    List<Lease> leases = new ArrayList<>(IntStream.range(0, 2).mapToObj(i -> claimOne("w1")).toList());
    leases.sort((one, other) -> one.key().opKey().compareTo(other.key().opKey()));

    store().progress().report("w1", List.of(new Report(leases.get(0).token(), 1, 10), new Report(leases.get(1).token(), 5, 0)));
    report("w1", leases.get(0).token(), 7, 10);

    assertThat(board(runId)).containsExactly(leases.get(0).key().opKey() + "#1 7/10", leases.get(1).key().opKey() + "#1 5/0");
    assertThat(store().progress().of(runId)).extracting(OpProgress::at).allSatisfy(at -> assertThat(at).isNotNull());
    assertThat(board(submit(op("a")))).as("of another run").isEmpty();
  }

  @Test
  default void itIsForgottenWithItsRun() {
    RunId runId = submit(op("a"));
    Lease lease = claimOne("w1");
    report("w1", lease.token(), 1, 2);
    commit("w1", success(lease));
    assertThat(board(runId)).containsExactly("a#1 1/2");
    advance(Duration.ofDays(40));

    store().forget(Duration.ofDays(30), 10);

    assertThat(board(runId)).isEmpty();
  }

  @Test
  default void onlyTheCurrentAttemptsOwnerReports() {
    RunId runId = submit(op("a"));
    Lease stalled = claimOne("w1");
    report("w1", stalled.token(), 9, 10);
    advance(LEASE.plusSeconds(1));
    Lease current = claimOne("w2");
    assertThat(board(runId)).as("until the next report").containsExactly("a#1 9/10");
    report("w2", current.token(), 1, 10);

    report("w1", stalled.token(), 10, 10);
    report("w1", current.token(), 10, 10);
    store().progress().report("w2", List.of());
    assertThat(board(runId)).containsExactly("a#2 1/10");

    commit("w2", success(current));
    report("w2", current.token(), 10, 10);
    assertThat(board(runId)).as("after the end").containsExactly("a#2 1/10");
  }
}
