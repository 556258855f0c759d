package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Commits that are one round trip, and what they have to leave to a longer way. */
class SwiftCommitTest extends CommitBench {
  @Test
  void aCommitSeesWhatWasDoneToItsRunWhileItWaitedForIt() throws Exception {
    submit(op("left", null), op("right", null), op("end", null, "left", "right"));
    List<Lease> leases = claim(2);
    commit(List.of(), new Attempt(leases.get(0).token(), new ExecutionResult.Failure(Cause.named("Boom", "it broke"), false),
        Optional.empty(), false));
    assertThat(schema.text("select state from op_execution where op_key = 'end'")).isEqualTo("SKIPPED");
    try (Connection other = schema.connection(); Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from job_run for no key update");
      CompletableFuture<CommitOutcome> waiting = CompletableFuture.supplyAsync(() -> commit(List.of(), success(leases.get(1))));
      awaitItsWait(waiting);
      // What a redrive of the first does.
      statement.execute("update op_execution set state = 'WAITING', waiting_on = 2 where op_key = 'end'");
      other.commit();
      assertThat(waiting.get().committed()).containsExactly(leases.get(1).token());
    }
    assertThat(schema.text("select waiting_on from op_execution where op_key = 'end'")).isEqualTo("1");
  }

  @Test
  void anotherAttemptAtTheSameOpIsNotCountedBesideTheCurrentOne() {
    submit(op("one", null), op("two", null), op("end", null, "one", "two"));
    Lease one = claim(2).get(0);
    LeaseToken other = new LeaseToken(one.key(), 7);
    CommitOutcome outcome = commit(List.of(), success(one),
        new Attempt(other, new ExecutionResult.Success("0"), Optional.empty(), false, one.consequence()));
    assertThat(outcome.committed()).containsExactly(one.token());
    assertThat(outcome.fenced()).containsExactly(other);
    assertThat(schema.text("select open_ops from job_run")).isEqualTo("2");
    assertThat(schema.text("select waiting_on from op_execution where op_key = 'end'")).isEqualTo("1");
  }

  @Test
  void aClaimThatFailsTakesTheCommitBackWithIt() {
    submit(op("first", null));
    submit(op("second", null));
    Lease lease = claim(1).get(0);
    Claim impossible = new Claim("w1", "default", 1, Duration.ofMillis(Long.MAX_VALUE)); // past the last moment of the database
    assertThatThrownBy(() -> commit(List.of(impossible), success(lease))).isInstanceOf(IllegalStateException.class);
    assertThat(state(lease.token())).isEqualTo(OpState.RUNNING);
    assertThat(commit(List.of(), success(lease)).committed()).containsExactly(lease.token());
  }

  @Test
  void whatMoreFollowsFromEndsInTheSameCommit() {
    submit(op("plain", null));
    submit(op("first", "lane"));
    submit(op("second", "lane"));
    submit(op("before", null), op("limited", "other lane", "before"));
    Map<String, Lease> leases = new HashMap<>();
    claim(10).forEach(lease -> leases.put(lease.key().opKey(), lease));
    assertThat(leases).containsOnlyKeys("plain", "first", "before");
    assertThat(leases.get("plain").consequence()).isEqualTo(Consequence.NONE);
    assertThat(leases.get("before").consequence().reach()).isEqualTo(Consequence.Reach.NEXT);
    assertThat(leases.get("first").consequence().reach()).isEqualTo(Consequence.Reach.BEYOND);
    List<Attempt> attempts = new ArrayList<>();
    for (Lease lease : leases.values()) {
      attempts.add(new Attempt(lease.token(), new ExecutionResult.Success("1"), Optional.empty(), false)); // as if nobody knew
    }
    LeaseToken lost = new LeaseToken(leases.get("plain").key(), 7);
    attempts.add(new Attempt(lost, new ExecutionResult.Success("2"), Optional.empty(), false));
    CommitOutcome outcome = store.commit("w1", attempts, List.of(new Claim("w1", "default", 10, Duration.ofSeconds(15))), WINDOW);
    assertThat(outcome.committed()).hasSize(3);
    assertThat(outcome.fenced()).containsExactly(lost);
    assertThat(outcome.next()).extracting(lease -> lease.key().opKey()).containsExactlyInAnyOrder("second", "limited");
    leases.values().forEach(lease -> assertThat(state(lease.token())).isEqualTo(OpState.SUCCEEDED));
  }

  @Test
  void whatIsFreedBeyondTheSlotsIsPublished() {
    submit(op("first", null), op("left", null, "first"), op("right", null, "first"), op("end", null, "left", "right"));
    CommitOutcome outcome = commit(List.of(new Claim("w1", "default", 1, Duration.ofSeconds(15))), success(claim(1).get(0)));
    assertThat(outcome.next()).extracting(lease -> lease.key().opKey()).containsExactly("left");
    assertThat(outcome.toPublish()).extracting(task -> task.opKey()).containsExactly("right");
    assertThat(commit(List.of(new Claim("w1", "default", 1, Duration.ofSeconds(15))), success(outcome.next().get(0))).next())
        .extracting(lease -> lease.key().opKey()).containsExactly("right");
  }

  @Test
  void aSlotGoesToWhoWaitsForItInTheSameCommit() {
    submit(bounded("first", 1), op("after", null, "first"));
    submit(bounded("second", 1));
    Lease first = claim(10).get(0);
    assertThat(first.consequence()).isEqualTo(new Consequence(Consequence.Reach.NEXT, "billing"));
    assertThat(schema.text("select op_key from op_execution where parked")).isEqualTo("second");

    CommitOutcome outcome = commit(List.of(new Claim("w1", "default", 10, Duration.ofSeconds(15))), success(first));

    assertThat(outcome.next()).extracting(lease -> lease.key().opKey()).containsExactlyInAnyOrder("second", "after");
    Lease second = outcome.next().stream().filter(lease -> lease.key().opKey().equals("second")).findFirst().orElseThrow();
    assertThat(second.consequence()).isEqualTo(new Consequence(Consequence.Reach.NONE, "billing"));
    assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("1");
    commit(List.of(), success(second));
    assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("0");
  }

  @Test
  void aSlotIsGivenBackOnceHoweverOftenACommitIsRepeated() {
    submit(bounded("one", 5));
    submit(bounded("other", 5));
    List<Lease> leases = claim(2);
    commit(List.of(), success(leases.get(0)));
    commit(List.of(), success(leases.get(0)));
    assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("1");
    Attempt ofWhichNobodyKnew = new Attempt(leases.get(1).token(), new ExecutionResult.Success("1"), Optional.empty(), false);
    commit(List.of(), ofWhichNobodyKnew);
    assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("0");
  }
}
