package dev.sluice.tests.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.Recovery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store promises about results: I1, I2 and I5. */
interface CommitConformance extends StoreFixture {
  @Test
  default void aRunGoesFromPendingOverRunningToSucceeded() {
    RunId runId = submit(op("only"));
    assertThat(status(runId)).isEqualTo(RunStatus.PENDING);
    Lease lease = claimOne("w1");
    assertThat(status(runId)).isEqualTo(RunStatus.RUNNING);
    assertThat(lease.runInput()).isEqualTo("{\"n\":1}");
    assertThat(lease.tags()).containsEntry("team", "a");
    assertThat(lease.attempt()).isEqualTo(1);
    commit("w1", success(lease, "42"));
    Run run = store().find(runId).orElseThrow();
    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output()).isEqualTo("42");
    assertThat(run.openOps()).isZero();
    assertThat(run.finishedAt()).isNotNull();
    assertThat(history(runId))
        .containsExactly(EventType.RUN_SUBMITTED, EventType.OP_LEASED, EventType.OP_SUCCEEDED, EventType.RUN_SUCCEEDED);
  }

  @Test
  default void anOpStartsOnlyAfterItsUpstreamAndSeesTheirOutputs() {
    RunId runId = submit(op("a"), op("b"), op("c", "a", "b"));
    List<Lease> first = claim("w1", 5);
    assertThat(first).extracting(lease -> lease.key().opKey()).containsExactly("a", "b");
    commit("w1", success(first.get(0)));
    assertThat(claim("w1", 5)).isEmpty();
    commit("w1", success(first.get(1)));
    Lease last = claimOne("w1");
    assertThat(last.key().opKey()).isEqualTo("c");
    assertThat(last.upstreamOutputs()).containsEntry("a", "\"a\"").containsEntry("b", "\"b\"").hasSize(2);
    commit("w1", success(last));
    assertThat(status(runId)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(history(runId)).containsOnlyOnce(EventType.OP_READY);
    assertThat(store().events(runId)).extracting(RunEvent::detail)
        .contains(EventDetails.committed("\"a\""), EventDetails.leased(Map.of("a", "\"a\"", "b", "\"b\"")));
  }

  @Test
  default void upstreamThatEndTogetherFreeTheirDownstreamOnce() {
    RunId runId = submit(op("a"), op("b"), op("c", "a", "b"));
    List<Lease> both = claim("w1", 5);
    commit("w1", success(both.get(0)), success(both.get(1)));
    assertThat(state(runId, "c")).isEqualTo(OpState.PENDING);
    assertThat(claim("w1", 5)).hasSize(1);
  }

  @Test
  default void aFanOfAHundredBringsAHundredResultsTogether() {
    List<String> steps = IntStream.range(0, 100).mapToObj(i -> "step-" + i).toList();
    List<OpPlan> ops = new ArrayList<>(steps.stream().map(step -> op(step)).toList());
    ops.add(op("end", steps.toArray(String[]::new)));
    RunId runId = submit(ops.toArray(OpPlan[]::new));
    for (List<Lease> leases = claim("w1", 7); !leases.get(0).key().opKey().equals("end"); leases = claim("w1", 7)) {
      commit("w1", leases.stream().map(this::success).toArray(Attempt[]::new));
    }
    assertThat(state(runId, "end")).isEqualTo(OpState.RUNNING);

    advance(LEASE.plusSeconds(1));
    Lease end = claimOne("w2");

    assertThat(end.upstreamOutputs()).containsExactlyInAnyOrderEntriesOf(
        steps.stream().collect(Collectors.toMap(step -> step, step -> "\"" + step + "\"")));
  }

  @Test
  default void leasesOfOneClaimHaveTheInputOfTheirRunsAndWhatIsUpstreamOfEach() {
    RunId one = submitWith("{\"n\":1}");
    RunId two = submitWith("{\"n\":2}");
    List<Lease> first = claim("w1", 4);
    assertThat(first).extracting(Lease::runInput).containsExactly("{\"n\":1}", "{\"n\":1}", "{\"n\":2}", "{\"n\":2}");
    commit("w1", first.stream().map(root -> success(root, "\"" + root.key() + "\"")).toArray(Attempt[]::new));
    submit(op("c", "default", 4, 1));

    List<Lease> leases = claim("w1", 20);

    assertThat(leases).extracting(Lease::priority).isSortedAccordingTo(Comparator.reverseOrder()).hasSize(9);
    assertThat(leases).allSatisfy(lease -> {
      RunId run = lease.key().runId();
      assertThat(lease.runInput()).isEqualTo(run.equals(two) ? "{\"n\":2}" : "{\"n\":1}");
      String roots = lease.key().opKey().replaceAll("-.*|c", "");
      assertThat(lease.upstreamOutputs()).isEqualTo(roots.chars().mapToObj(Character::toString)
          .collect(Collectors.toMap(root -> root, root -> "\"" + run + "/" + root + "\"")));
    });
    assertThat(leases).extracting(lease -> lease.key().runId()).contains(one, two);
  }

  /** A run of two roots, a and b, and of ops of many priorities downstream of them; their keys say of which. */
  default RunId submitWith(String input) {
    List<OpPlan> ops = List.of(op("a", "default", 9, 1), op("b", "default", 9, 1), after("a-1", 5, "a"), after("a-2", 5, "a"),
        after("ab-1", 4, "a", "b"), after("b-1", 4, "b"));
    RunRequest request = new RunRequest(RunId.next(InstantSource.system(), RANDOM), "job", "v1", input, "b-1", Map.of(), null, ops);
    store().submit(List.of(request), PublishWindow.CLOSED);
    return request.runId();
  }

  private static OpPlan after(String key, int priority, String... upstream) {
    return new OpPlan(key, "default", priority, 1, List.of(upstream), null);
  }

  @Test
  default void aCommitClaimsWhatItFreed() {
    submit(op("a"), op("b", "a"));
    Lease a = claimOne("w1");
    CommitOutcome outcome = store().commit("w1", List.of(success(a)), List.of(new Claim("w1", "default", 2, LEASE)), WINDOW);
    assertThat(outcome.next()).extracting(lease -> lease.key().opKey()).containsExactly("b");
    assertThat(outcome.next().get(0).upstreamOutputs()).containsEntry("a", "\"a\"");
    assertThat(outcome.toPublish()).isEmpty();
  }

  @Test
  default void aLateCommitFromAnExpiredLeaseIsRefused() {
    RunId runId = submit(op("only"));
    Lease stalled = claimOne("w1");
    advance(LEASE.plusSeconds(1));
    Lease current = claimOne("w2");
    assertThat(current.attempt()).isEqualTo(2);
    CommitOutcome late = commit("w1", success(stalled, "\"late\""));
    assertThat(late.fenced()).containsExactly(stalled.token());
    assertThat(late.committed()).isEmpty();
    commit("w2", success(current, "\"right\""));
    assertThat(record(runId, "only").output()).isEqualTo("\"right\"");
    assertThat(commit("w1", success(stalled, "\"late\"")).fenced()).containsExactly(stalled.token());
    assertThat(record(runId, "only").output()).isEqualTo("\"right\"");
    assertThat(history(runId))
        .containsOnlyOnce(EventType.OP_SUCCEEDED).contains(EventType.COMMIT_FENCED, EventType.OP_LEASE_LOST);
  }

  @Test
  default void aLateCommitWhoseLeaseNobodyTookStands() {
    RunId runId = submit(op("only"));
    Lease lease = claimOne("w1");
    advance(LEASE.plusSeconds(1));
    assertThat(commit("w1", success(lease)).committed()).containsExactly(lease.token());
    assertThat(status(runId)).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  default void aRepeatedCommitIsNoSecondResult() {
    RunId runId = submit(op("only"));
    Lease lease = claimOne("w1");
    commit("w1", success(lease, "1"));
    CommitOutcome again = commit("w1", success(lease, "2"));
    assertThat(again.committed()).containsExactly(lease.token());
    assertThat(again.fenced()).isEmpty();
    assertThat(record(runId, "only").output()).isEqualTo("1");
    assertThat(history(runId)).containsOnlyOnce(EventType.OP_SUCCEEDED);
  }

  @Test
  default void aRetryWaitsForItsNotBefore() {
    RunId runId = submit(op("only"));
    commit("w1", failure(claimOne("w1"), true, Duration.ofSeconds(5)));
    assertThat(state(runId, "only")).isEqualTo(OpState.PENDING);
    assertThat(record(runId, "only").cause()).isNotNull();
    assertThat(store().recover(10)).isEqualTo(new Recovery(0, 0, 0));
    assertThat(claim("w1", 1)).isEmpty();
    advance(Duration.ofSeconds(6));
    assertThat(store().recover(10)).isEqualTo(new Recovery(0, 0, 1));
    assertThat(claimOne("w1").attempt()).isEqualTo(2);
    assertThat(history(runId)).contains(EventType.OP_RETRIED);
  }

  @Test
  default void theLastFailedAttemptEndsTheOpAndSkipsWhatIsDownstream() {
    RunId runId = submit(op("a", "default", 0, 1), op("b", "a"), op("c", "b"), op("d"));
    List<Lease> leases = claim("w1", 5);
    Lease a = leases.stream().filter(lease -> lease.key().opKey().equals("a")).findFirst().orElseThrow();
    Lease d = leases.stream().filter(lease -> lease.key().opKey().equals("d")).findFirst().orElseThrow();
    commit("w1", failure(a, true, Duration.ZERO));
    assertThat(state(runId, "a")).isEqualTo(OpState.FAILED);
    assertThat(state(runId, "b")).isEqualTo(OpState.SKIPPED);
    assertThat(state(runId, "c")).isEqualTo(OpState.SKIPPED);
    assertThat(status(runId)).isEqualTo(RunStatus.RUNNING);
    commit("w1", success(d));
    assertThat(status(runId)).isEqualTo(RunStatus.FAILED);
  }

  @Test
  default void aFailureThatMustNotBeRetriedIsFinal() {
    RunId runId = submit(op("only"));
    commit("w1", failure(claimOne("w1"), false, Duration.ZERO));
    assertThat(state(runId, "only")).isEqualTo(OpState.FAILED);
    assertThat(status(runId)).isEqualTo(RunStatus.FAILED);
  }

  @Test
  default void aCommitIsRefusedToWhoeverDoesNotOwnTheLease() {
    RunId runId = submit(op("only"));
    Lease lease = claimOne("w1");

    assertThat(commit("w2", success(lease, "1")).fenced()).containsExactly(lease.token());

    assertThat(state(runId, "only")).isEqualTo(OpState.RUNNING);
    assertThat(commit("w1", success(lease, "2")).committed()).containsExactly(lease.token());
    assertThat(record(runId, "only").output()).isEqualTo("2");
  }
}
