package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Limits;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunTerms;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Op executions that a run gets while it goes on. The caller has locked the run; their maker has just succeeded. */
final class Expansions {
  private final Connection connection;
  private final EventTable events;

  Expansions(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  /**
   * Adds them. Those that wait for nothing are ready, but for the ones with a trigger, which the caller judges.
   *
   * @param admissible gets those that wait only to be admitted
   * @return queues that got something ready
   */
  Set<String> add(IdempotencyKey maker, int attempt, List<OpPlan> plans, Collection<IdempotencyKey> admissible) throws SQLException {
    RunTerms terms = new RunTerms(null, shareOf(maker));
    List<OpPlan> adds = plans.stream().map(plan -> plan.on(terms)).toList();
    String outputOp = join(maker, adds);
    insert(maker, adds);
    events.add(EventType.OP_EXPANDED, maker, attempt, EventDetails.expanded(maker.opKey(), adds, outputOp));
    Set<String> queues = new HashSet<>();
    adds.forEach(plan -> queues.add(plan.queue()));
    admissible.addAll(new Limitations(connection).enter(adds.stream().map(plan -> new Limitations.Planned(maker.runId(), plan)).toList()));
    return queues;
  }

  /** Elements count for the tenant of the op that makes them. */
  private Limits.@Nullable Share shareOf(IdempotencyKey maker) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select tenant, weight from op_limit where run_id = ? and op_key = ? and tenant is not null")) {
      statement.setObject(1, maker.runId().value());
      statement.setString(2, maker.opKey());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new Limits.Share(row.getString("tenant"), row.getDouble("weight")) : null;
      }
    }
  }

  /** Whatever is downstream of the maker waits for them too, also when a redrive opens it again. Returns the op with the run's output. */
  private String join(IdempotencyKey maker, List<OpPlan> adds) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with grown as (
          update job_run set ops = ops + cardinality(a.keys), open_ops = open_ops + cardinality(a.keys)
          from (select ?::text[] as keys) a where run_id = ?
          returning a.keys, output_op),
        joined as (
          update op_execution o
          set waiting_on = o.waiting_on + case when o.trigger is null and o.state = 'WAITING' then cardinality(g.keys) else 0 end,
              upstream = o.upstream || g.keys
          from grown g, op_execution m
          where m.run_id = ? and m.op_key = ? and o.run_id = m.run_id and o.op_key = any (m.downstream))
        select output_op from grown""")) {
      new Batch(statement).texts(adds, OpPlan::opKey).run(maker.runId()).run(maker.runId()).text(maker.opKey());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return Objects.requireNonNull(row.getString("output_op"));
      }
    }
  }

  private void insert(IdempotencyKey maker, List<OpPlan> adds) throws SQLException {
    Map<String, List<String>> downstream = new HashMap<>();
    Set<String> watched = new HashSet<>();
    Set<String> added = new HashSet<>();
    adds.forEach(plan -> added.add(plan.opKey()));
    for (OpPlan plan : adds) {
      for (String upstream : plan.upstream()) {
        downstream.computeIfAbsent(upstream, any -> new ArrayList<>()).add(plan.opKey());
        if (plan.isTriggered()) {
          watched.add(upstream);
        }
      }
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into op_execution
          (run_id, op_key, queue, priority, max_attempts, state, ready, ready_since, waiting_on, limited, concurrency, slots,
           upstream, downstream, watched, trigger, may_fail, input)
        select m.run_id, o.op_key, o.queue, o.priority, o.max_attempts,
               (case when o.waiting_on = 0 then 'PENDING' else 'WAITING' end)::op_state,
               o.waiting_on = 0,
               case when o.waiting_on = 0 then platform_time() end,
               o.waiting_on, o.limited, o.concurrency, o.slots, o.upstream::text[], m.downstream || o.downstream::text[],
               m.watched or o.watched, o.trigger, o.may_fail, o.input
        from unnest(?::text[], ?::text[], ?::int[], ?::int[], ?::int[], ?::bool[], ?::text[], ?::int[], ?::text[], ?::text[], ?::bool[],
                    ?::text[], ?::bool[], ?::text[])
          with ordinality as o (op_key, queue, priority, max_attempts, waiting_on, limited, concurrency, slots, upstream, downstream,
                                watched, trigger, may_fail, input, position)
        join op_execution m on m.run_id = ? and m.op_key = ?
        order by o.position""")) {
      new Batch(statement)
          .texts(adds, OpPlan::opKey)
          .texts(adds, OpPlan::queue)
          .integers(adds, OpPlan::priority)
          .integers(adds, OpPlan::maxAttempts)
          .integers(adds, plan -> waitingOn(plan, added))
          .booleans(adds, OpPlan::isLimited)
          .texts(adds, plan -> plan.limits().concurrency() == null ? null : plan.limits().concurrency().key())
          .integers(adds, plan -> plan.limits().concurrency() == null ? null : plan.limits().concurrency().limit())
          .texts(adds, plan -> Batch.arrayText(plan.upstream()))
          .texts(adds, plan -> Batch.arrayText(downstream.getOrDefault(plan.opKey(), List.of())))
          .booleans(adds, plan -> watched.contains(plan.opKey()))
          .texts(adds, plan -> plan.isTriggered() ? plan.flow().trigger().name() : null)
          .booleans(adds, plan -> plan.flow().mayFail())
          .texts(adds, plan -> plan.flow().input())
          .run(maker.runId())
          .text(maker.opKey());
      statement.executeUpdate();
    }
  }

  /** What is upstream of them has succeeded, unless it is one of them. */
  private static int waitingOn(OpPlan plan, Set<String> added) {
    int open = plan.isTriggered() ? 1 : (int) plan.upstream().stream().filter(added::contains).count();
    return open + (plan.isLimited() ? 1 : 0);
  }
}
