package dev.sluice.tests.conformance.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.run.Trigger;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import dev.sluice.core.store.CommitOutcome;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commits that lease what they let go in the same round trip, and where they may not: one attempt's, which a function of the database
 * commits, and beside one of another run, as several are committed by one statement.
 */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class SuccessionTest {
  private static final String ASIDE = "aside";

  @Parameter
  private boolean beside;

  private final TestDatabase.Schema schema = TestDatabase.shared().newSchema();
  private final RunStore store = schema.database().runStore();
  private final Random random = new Random(5);

  @AfterEach
  void close() {
    schema.close();
  }

  private static OpPlan op(String key, String... upstream) {
    return op(key, "default", 0, Flow.PLAIN, Limits.NONE, upstream);
  }

  private static OpPlan op(String key, String queue, int priority, Flow flow, Limits limits, String... upstream) {
    return new OpPlan(key, queue, priority, 3, List.of(upstream), null, limits, flow);
  }

  private RunId submit(OpPlan... ops) {
    RunRequest request = new RunRequest(RunId.next(InstantSource.system(), random), "job", "v1", "{\"of\":\"run\"}", ops[ops.length - 1].opKey(),
        Map.of("team", "blue"), null, List.of(ops));
    store.submit(List.of(request), PublishWindow.CLOSED);
    return request.runId();
  }

  private static Claim slots(int slots) {
    return new Claim("w1", "default", slots, Duration.ofSeconds(15));
  }

  private List<Lease> claim(int slots) {
    return store.claim(slots(slots), List.of()).leases();
  }

  private static Attempt success(Lease lease) {
    return new Attempt(lease.token(), new ExecutionResult.Success("\"" + lease.key().opKey() + "\""), Optional.empty(), false,
        lease.consequence());
  }

  private CommitOutcome commit(int slots, Attempt... attempts) {
    List<Attempt> all = new ArrayList<>(List.of(attempts));
    if (beside) {
      submit(op("alone", ASIDE, 0, Flow.PLAIN, Limits.NONE));
      all.add(success(store.claim(new Claim("w1", ASIDE, 1, Duration.ofSeconds(15)), List.of()).leases().get(0)));
    }
    CommitOutcome outcome = store.commit("w1", all, List.of(slots(slots)), new PublishWindow(10, Duration.ofMinutes(1)));
    Set<LeaseToken> committed = new HashSet<>(outcome.committed());
    assertThat(committed).containsAll(all.subList(attempts.length, all.size()).stream().map(Attempt::token).toList());
    committed.retainAll(Stream.of(attempts).map(Attempt::token).toList());
    return new CommitOutcome(committed, outcome.fenced(), outcome.next(), outcome.toPublish());
  }

  private static List<String> keys(List<Lease> leases) {
    return leases.stream().map(lease -> lease.key().opKey()).toList();
  }

  private String row(String opKey) {
    return schema.text("select state || ' ' || waiting_on from op_execution where op_key = '" + opKey + "'");
  }

  @Test
  void anOpOfAChainIsLeasedByTheCommitThatLetsItGoAndNeverInTheBacklog() {
    schema.execute("alter table " + schema.name() + ".op_execution add check (op_key in ('first', 'alone') or not ready)");
    RunId run = submit(op("first"), op("second", "first"), op("third", "second"));
    Lease first = claim(1).get(0);
    assertThat(first.consequence()).isEqualTo(new Consequence(Consequence.Reach.NEXT, null));

    CommitOutcome outcome = commit(5, success(first));

    assertThat(outcome.committed()).containsExactly(first.token());
    assertThat(outcome.toPublish()).isEmpty();
    Lease second = outcome.next().get(0);
    assertThat(second.runInput()).isEqualTo("{\"of\":\"run\"}");
    assertThat(second.upstreamOutputs()).isEqualTo(Map.of("first", "\"first\""));
    assertThat(second.tags()).isEqualTo(Map.of("team", "blue"));
    assertThat(second.consequence()).isEqualTo(first.consequence());
    assertThat(second.token().attempt()).isEqualTo(1);
    assertThat(schema.text("select state || ' ' || lease_owner || ' ' || lease_expires_at - at "
        + "from op_execution join run_event using (run_id, op_key) where op_key = 'second' and type = 'OP_LEASED'"))
        .isEqualTo("RUNNING w1 00:00:15");
    assertThat(store.events(run).stream().skip(2).map(RunEvent::type)).containsExactly(EventType.OP_SUCCEEDED, EventType.OP_READY,
        EventType.OP_LEASED);
    commit(5, success(commit(5, success(second)).next().get(0)));
    assertThat(store.find(run).orElseThrow().output()).contains("\"third\"");
  }

  @Test
  void whoWaitsForSeveralIsLeasedWithAllTheirOutputs() {
    submit(op("one"), op("two"), op("three"), op("end", "one", "two", "three"));
    List<Lease> leases = claim(3);
    assertThat(commit(5, success(leases.get(2))).next()).isEmpty();
    assertThat(row("end")).isEqualTo("WAITING 2");
    submit(op("of-another-run"));
    Lease other = claim(1).get(0);

    List<Lease> next = commit(5, success(leases.get(1)), success(leases.get(0)), success(other)).next();

    assertThat(keys(next)).containsExactly("end");
    assertThat(next.get(0).upstreamOutputs()).isEqualTo(Map.of("one", "\"one\"", "two", "\"two\"", "three", "\"three\""));
  }

  @Test
  void whoWaitsForOthersIsLeasedByTheLastOfThem() {
    submit(op("one"), op("two"), op("end", "one", "two"), op("after", "end"));
    List<Lease> leases = claim(2);
    assertThat(commit(5, success(leases.get(0))).next()).isEmpty();
    assertThat(row("end")).isEqualTo("WAITING 1");

    List<Lease> next = commit(5, success(leases.get(1))).next();

    assertThat(keys(next)).containsExactly("end");
    assertThat(next.get(0).upstreamOutputs()).isEqualTo(Map.of("one", "\"one\"", "two", "\"two\""));
    assertThat(next.get(0).consequence().reach()).isEqualTo(Consequence.Reach.NEXT);
    assertThat(schema.text("select detail from run_event where op_key = 'end' and type = 'OP_LEASED'")).isEqualTo(
        EventDetails.leased(Map.of("one", "\"one\"", "two", "\"two\"")));
  }

  @Test
  void aSignalThatHasComeSparesTheWaitButNotTheClaim() {
    RunId run = submit(op("first"), op("approved", "default", 0,
        new Flow(Trigger.ALL_SUCCEEDED, false, new Flow.Pause(Duration.ofHours(1), true), null, null), Limits.NONE, "first"));
    Lease first = claim(1).get(0);
    store.signal(new IdempotencyKey(run, "approved"), "\"yes\"", PublishWindow.CLOSED);

    Lease approved = commit(5, success(first)).next().get(0);

    assertThat(approved.signal()).isEqualTo("\"yes\"");
    assertThat(schema.text("select count(*) from run_event where op_key = 'approved' and type = 'OP_READY' and detail is null")).isEqualTo("1");
  }

  @Test
  void aRunThatIsCalledOffGoesNoFurther() {
    RunId run = submit(op("first"), op("second", "first"));
    Lease first = claim(1).get(0);
    store.cancel(run, "somebody");

    CommitOutcome outcome = commit(5, success(first));

    assertThat(outcome.next()).isEmpty();
    assertThat(row("first")).isEqualTo("CANCELED 0");
    assertThat(store.find(run).orElseThrow().status()).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  void whatIsBetterGoesFirst() {
    submit(op("first"), op("second", "first"));
    Lease first = claim(1).get(0);
    submit(op("urgent", "default", 7, Flow.PLAIN, Limits.NONE));

    CommitOutcome outcome = commit(1, success(first));

    assertThat(keys(outcome.next())).containsExactly("urgent");
    assertThat(outcome.toPublish()).extracting(OpExecutionTask::opKey).containsExactly("second");
    assertThat(keys(commit(1, success(outcome.next().get(0))).next())).containsExactly("second");
  }

  @Test
  void whatElseIsReadyIsClaimedAlsoByOneThatLetsNothingGoYet() {
    submit(op("one"), op("two"), op("end", "one", "two"));
    List<Lease> leases = claim(2);
    submit(op("other"));

    assertThat(keys(commit(1, success(leases.get(0))).next())).containsExactly("other");

    assertThat(keys(commit(1, success(leases.get(1))).next())).containsExactly("end");
  }

  @Test
  void whatMayNotRunAtOnceIsNotLeased() {
    submit(op("first"), op("elsewhere", "other", 0, Flow.PLAIN, Limits.NONE, "first"));
    submit(op("first"), op("late", "default", 0, new Flow(Trigger.ALL_SUCCEEDED, false, new Flow.Pause(Duration.ofHours(1), false), null, null),
        Limits.NONE, "first"));
    submit(op("first"), op("bounded", "default", 0, Flow.PLAIN, new Limits(new Limits.Concurrency("billing", 1), null, null), "first"));
    submit(op("first"), new OpPlan("in-turn", "default", 0, 3, List.of("first"), "customer"));
    submit(op("first"), op("whatever-comes", "default", 0, new Flow(Trigger.ALL_DONE, false, null, null, null), Limits.NONE, "first"));
    List<Lease> leases = claim(5);

    List<CommitOutcome> outcomes = beside
        ? List.of(commit(10, leases.stream().map(SuccessionTest::success).toArray(Attempt[]::new)))
        : leases.stream().map(lease -> commit(10, success(lease))).toList();

    assertThat(outcomes).flatExtracting(CommitOutcome::committed).hasSize(5);
    assertThat(outcomes).flatExtracting(outcome -> keys(outcome.next())).containsExactlyInAnyOrder("bounded", "in-turn", "whatever-comes");
    assertThat(outcomes).flatExtracting(CommitOutcome::toPublish).extracting(OpExecutionTask::opKey).containsExactly("elsewhere");
    assertThat(row("late")).isEqualTo("PENDING 0");
    assertThat(schema.text("select sum(taken) from slot_group")).isEqualTo("1");
    assertThat(schema.text("select detail from run_event where op_key = 'late' and type = 'OP_READY'")).isEqualTo(EventDetails.READY_LATER);
    assertThat(schema.text("select (not_before - at)::text from run_event join op_execution using (run_id, op_key) "
        + "where op_key = 'late' and type = 'OP_READY'")).isEqualTo("01:00:00");
  }

  @Test
  void anAttemptThatSaysLessThanIsTrueGetsNoMoreThanItsSlots() {
    submit(op("first"), op("left", "first"), op("right", "first"), op("end", "left", "right"));
    Lease first = claim(1).get(0);
    assertThat(first.consequence()).isEqualTo(Consequence.DOWNSTREAM);
    Attempt modest = new Attempt(first.token(), new ExecutionResult.Success("1"), Optional.empty(), false,
        new Consequence(Consequence.Reach.NEXT, null));

    CommitOutcome outcome = commit(1, modest);

    assertThat(keys(outcome.next())).containsExactly("left");
    assertThat(outcome.toPublish()).extracting(OpExecutionTask::opKey).containsExactly("right");
  }

  @Test
  void aFencedAttemptLetsNothingGo() {
    submit(op("first"), op("second", "first"));
    Lease first = claim(1).get(0);
    Attempt stale = new Attempt(new LeaseToken(first.key(), 7), new ExecutionResult.Success("1"), Optional.empty(), false, first.consequence());

    CommitOutcome outcome = commit(5, stale);

    assertThat(outcome.fenced()).containsExactly(stale.token());
    assertThat(outcome.next()).isEmpty();
    assertThat(row("second")).isEqualTo("WAITING 1");
  }

  @Test
  void aCommitThatIsRepeatedLeasesOnce() {
    submit(op("first"), op("second", "first"));
    Lease first = claim(1).get(0);
    assertThat(keys(commit(5, success(first)).next())).containsExactly("second");
    CommitOutcome again = commit(5, success(first));
    assertThat(again.committed()).containsExactly(first.token());
    assertThat(again.next()).isEmpty();
  }
}
