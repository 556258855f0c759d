package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.SharedTransaction;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store promises about ops whose SQL is committed together with their result: I1, I2 and I6 hold for both at once. */
interface TransactionConformance extends StoreFixture {
  /** How many rows the table {@code ledger} of the test's has; its one column is the text {@code entry}. */
  int ledgerRows();

  /** Writes a row and returns an output. */
  static SharedTransaction writing(String entry) {
    return connection -> {
      write(connection, entry);
      return Optional.of("\"done\"");
    };
  }

  static void write(Connection connection, String entry) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("insert into ledger (entry) values (?)")) {
      statement.setString(1, entry);
      statement.executeUpdate();
    }
  }

  @Test
  default void sqlAndResultAreCommittedTogetherAndTheRestFollows() throws Exception {
    RunId runId = submit(op("a"), op("b", "a"));
    Lease a = claimOne("w1");
    assertThat(store().commitTogether("w1", a.token(), false, writing("a"))).isTrue();
    assertThat(ledgerRows()).isEqualTo(1);
    assertThat(record(runId, "a").output()).isEqualTo("\"done\"");
    assertThat(state(runId, "b")).isEqualTo(OpState.PENDING);
    assertThat(history(runId))
        .containsExactly(EventType.RUN_SUBMITTED, EventType.OP_LEASED, EventType.OP_SUCCEEDED, EventType.OP_READY);

    CommitOutcome repeated = store().commit("w1", List.of(success(a)), List.of(), WINDOW);

    assertThat(repeated.committed()).containsExactly(a.token());
    assertThat(repeated.toPublish()).as("what it freed is published").singleElement()
        .satisfies(task -> assertThat(task.opKey()).isEqualTo("b"));
    Lease b = claimOne("w1");
    assertThat(store().commitTogether("w1", b.token(), true, writing("b"))).isTrue();
    assertThat(status(runId)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(store().commitTogether("w1", b.token(), true, writing("b"))).as("a second time").isFalse();
    assertThat(ledgerRows()).isEqualTo(2);
  }

  @Test
  default void aStalledWorkersSqlIsRolledBack() throws Exception {
    RunId runId = submit(op("a"));
    Lease stalled = claimOne("w1");
    boolean committed = store().commitTogether("w1", stalled.token(), false, connection -> {
      write(connection, "stalled");
      advance(LEASE.plusSeconds(1));
      Lease current = claimOne("w2");
      assertThat(store().commitTogether("w2", current.token(), false, writing("current"))).isTrue();
      return Optional.of("1");
    });
    assertThat(committed).isFalse();
    assertThat(ledgerRows()).isEqualTo(1);
    assertThat(store().commit("w1", List.of(failure(stalled, true, null)), List.of(), WINDOW).fenced()).containsExactly(stalled.token());
    assertThat(record(runId, "a").attempt()).isEqualTo(2);
    assertThat(status(runId)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void workWhoseLeaseIsLostBeforeItBeginsDoesNotBegin() throws Exception {
    submit(op("a"));
    Lease stalled = claimOne("w1");
    advance(LEASE.plusSeconds(1));
    claimOne("w2");
    assertThat(store().commitTogether("w1", stalled.token(), false, connection -> {
      throw new AssertionError("it began");
    })).isFalse();
  }

  @Test
  default void nothingIsCommittedAfterACancel() throws Exception {
    RunId runId = submit(op("a"));
    Lease a = claimOne("w1");
    assertThat(store().commitTogether("w1", a.token(), false, connection -> {
      write(connection, "canceled");
      assertThat(store().cancel(runId, "enough")).as("no lock of the transaction's keeps it waiting").isTrue();
      assertThat(store().heartbeat("w1", List.of(a.token()), LEASE).canceled()).containsExactly(a.token());
      return Optional.of("1");
    })).isFalse();
    assertThat(ledgerRows()).isZero();
    commit("w1", failure(a, true, null));
    assertThat(status(runId)).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  default void heartbeatsGoOnWhileTheWorkRuns() throws Exception {
    submit(op("a"));
    Lease a = claimOne("w1");
    assertThat(store().commitTogether("w1", a.token(), false, connection -> {
      write(connection, "long");
      for (int i = 0; i < 3; i++) {
        advance(LEASE.minusSeconds(1));
        assertThat(store().heartbeat("w1", List.of(a.token()), LEASE).lost()).isEmpty();
      }
      assertThat(store().claim(new Claim("w2", "default", 1, LEASE), List.of()).leases()).isEmpty();
      return Optional.of("1");
    })).isTrue();
    assertThat(ledgerRows()).isEqualTo(1);
  }

  @Test
  default void workThatThrowsOrWantsNoCommitLeavesNothing() throws Exception {
    RunId runId = submit(op("a"));
    Lease a = claimOne("w1");
    assertThatThrownBy(() -> store().commitTogether("w1", a.token(), false, connection -> {
      write(connection, "thrown");
      throw new IOException("disk");
    })).isInstanceOf(IOException.class).hasMessage("disk");
    assertThat(store().commitTogether("w1", a.token(), false, connection -> {
      write(connection, "unwanted");
      return Optional.empty();
    })).isFalse();
    assertThat(ledgerRows()).isZero();
    assertThat(state(runId, "a")).isEqualTo(OpState.RUNNING);
    assertThat(store().commitTogether("w1", a.token(), false, writing("a"))).isTrue();
    assertThat(ledgerRows()).isEqualTo(1);
  }

  @Test
  default void theStoreTellsWhichAttemptsSqlStands() throws Exception {
    RunId runId = submit(op("a"), op("b", "a"));
    Lease given = claimOne("w1");
    assertThat(store().commitTogether("w1", given.token(), false, connection -> Optional.empty())).isFalse();
    commit("w1", failure(given, true, Duration.ZERO));
    Lease a = claimOne("w1");
    assertThat(store().effects(runId)).isEmpty();
    assertThat(store().commitTogether("w1", a.token(), false, writing("a"))).isTrue();
    assertThat(store().effects(runId)).containsExactly(a.token());
    commit("w1", success(claimOne("w1")));
    assertThat(store().effects(runId)).as("b has no transaction").containsExactly(a.token());
  }
}
