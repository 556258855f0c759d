package dev.sluice.adapters.postgres;

import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the op executions of new runs have beyond most: triggers, waits, outputs from other runs. Their rows are inserted WAITING for
 * this, and are let go here; whoever has nothing such pays for none of it.
 */
final class Flows {
  private record Special(IdempotencyKey key, OpPlan plan) {
    Flow flow() {
      return plan.flow();
    }
  }

  private final Connection connection;

  Flows(Connection connection) {
    this.connection = connection;
  }

  /** Tells whether an op execution waits for {@link #enter} when it is inserted. */
  static boolean holds(OpPlan plan) {
    return plan.isTriggered() || plan.isGiven() || plan.flow().pause() != null;
  }

  /**
   * Lets them go, as far as nothing holds them up.
   *
   * @param admissible gets those that wait only to be admitted
   * @return queues of those that became ready at once
   */
  Set<String> enter(List<RunRequest> requests, Collection<IdempotencyKey> admissible) throws SQLException {
    noteStanding(requests.stream().filter(request -> !request.standsForItself()).toList());
    List<Special> specials = new ArrayList<>();
    Set<IdempotencyKey> watched = new HashSet<>();
    for (RunRequest request : requests) {
      for (OpPlan op : request.ops()) {
        if (!op.flow().equals(Flow.PLAIN)) {
          specials.add(new Special(new IdempotencyKey(request.runId(), op.opKey()), op));
          if (op.isTriggered()) {
            op.upstream().forEach(upstream -> watched.add(new IdempotencyKey(request.runId(), upstream)));
          }
        }
      }
    }
    if (specials.isEmpty()) {
      return Set.of();
    }
    note(specials);
    watch(watched);
    Map<IdempotencyKey, Integer> free = new HashMap<>();
    List<IdempotencyKey> triggered = new ArrayList<>();
    for (Special op : specials) {
      if (op.plan().isTriggered()) {
        triggered.add(op.key());
      } else if (op.flow().pause() != null && !op.plan().isGiven()) {
        free.put(op.key(), 1);
      }
    }
    EventTable events = new EventTable(connection, Submissions.ACTOR);
    Map<IdempotencyKey, String> skipped = skippedAtOnce(requests);
    if (!triggered.isEmpty()) {
      Triggers.Judged judged = new Triggers(connection).judge(triggered); // a fork may have all of their upstream
      judged.started().forEach(key -> free.put(key, 1));
      skipped.putAll(judged.skipped());
    }
    Set<String> queues = new HashSet<>(new Releases(connection, events).count(free, admissible));
    if (!skipped.isEmpty()) {
      Settlement settlement = new Settlement(connection, events);
      settlement.skipAtOnce(skipped, admissible);
      queues.addAll(settlement.freedQueues());
    }
    new Closings(connection, events).closeAtOnce(
        requests.stream().filter(request -> request.ops().stream().allMatch(OpPlan::isGiven)).map(RunRequest::runId).toList());
    events.flush();
    return queues;
  }

  /** What a fork runs although something upstream was skipped in the other run, and so here. */
  private static Map<IdempotencyKey, String> skippedAtOnce(List<RunRequest> requests) {
    Map<IdempotencyKey, String> reasons = new HashMap<>();
    for (RunRequest request : requests) {
      Set<String> skipped = new HashSet<>();
      for (OpPlan op : request.ops()) {
        Flow.Given end = op.flow().given();
        if (end != null && end.state() == OpState.SKIPPED) {
          skipped.add(op.opKey());
        } else if (end == null && !op.isTriggered()) {
          op.upstream().stream().filter(skipped::contains).findFirst()
              .ifPresent(before -> reasons.put(new IdempotencyKey(request.runId(), op.opKey()), before + " did not succeed"));
        }
      }
    }
    return reasons;
  }

  private void noteStanding(List<RunRequest> requests) throws SQLException {
    if (requests.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        update job_run r
        set parent_run = o.parent_run::uuid, parent_op = o.parent_op, fork_of = o.fork_of::uuid,
            priority = o.priority, tenant = o.tenant, weight = o.weight
        from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::float8[])
          as o (run_id, parent_run, parent_op, fork_of, priority, tenant, weight)
        where r.run_id = o.run_id""")) {
      new Batch(statement)
          .uuids(requests, RunRequest::runId)
          .texts(requests, request -> request.origin().parent() == null ? null : request.origin().parent().runId().toString())
          .texts(requests, request -> request.origin().parent() == null ? null : request.origin().parent().opKey())
          .texts(requests, request -> request.origin().forkOf() == null ? null : request.origin().forkOf().toString())
          .integers(requests, request -> request.terms().priority())
          .texts(requests, request -> request.terms().share() == null ? null : request.terms().share().tenant())
          .doubles(requests, request -> request.terms().share() == null ? null : request.terms().share().weight());
      statement.executeUpdate();
    }
  }

  private void note(List<Special> specials) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o
        set trigger = s.trigger, may_fail = s.may_fail, pauses = s.pauses, pause = s.pause * interval '1 millisecond',
            for_signal = s.for_signal, input = s.input, state = coalesce(s.given::op_state, o.state), output = s.output,
            not_chosen = coalesce(s.given = 'SKIPPED', false)
        from unnest(?::uuid[], ?::text[], ?::text[], ?::bool[], ?::bool[], ?::bigint[], ?::bool[], ?::text[], ?::text[], ?::text[])
          as s (run_id, op_key, trigger, may_fail, pauses, pause, for_signal, input, given, output)
        where o.run_id = s.run_id and o.op_key = s.op_key""")) {
      new Batch(statement)
          .keys(specials, Special::key)
          .texts(specials, op -> op.plan().isTriggered() ? op.flow().trigger().name() : null)
          .booleans(specials, op -> op.flow().mayFail())
          .booleans(specials, op -> op.flow().pause() != null)
          .longs(specials, op -> op.flow().pause() == null || op.flow().pause().time() == null ? null : op.flow().pause().time().toMillis())
          .booleans(specials, op -> op.flow().pause() != null && op.flow().pause().forSignal())
          .texts(specials, op -> op.flow().input())
          .texts(specials, op -> op.flow().given() == null ? null : op.flow().given().state().name())
          .texts(specials, op -> op.flow().given() == null ? null : op.flow().given().output());
      statement.executeUpdate();
    }
  }

  private void watch(Set<IdempotencyKey> watched) throws SQLException {
    if (watched.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o set watched = true
        from unnest(?::uuid[], ?::text[]) as w (run_id, op_key) where o.run_id = w.run_id and o.op_key = w.op_key""")) {
      new Batch(statement).keys(watched, key -> key);
      statement.executeUpdate();
    }
  }
}
