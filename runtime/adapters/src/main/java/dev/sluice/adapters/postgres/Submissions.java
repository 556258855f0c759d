package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.Submission;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Step 1 of the protocol: runs and their op executions become rows. */
final class Submissions {
  private record NewOp(RunRequest run, OpPlan plan, List<String> downstream) {}

  private final Connection connection;
  private final EventTable events;

  Submissions(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  /** Inserts what is new and returns one submission a request, in their order. */
  List<Submission> insert(List<RunRequest> requests) throws SQLException {
    Map<String, RunRequest> firstByKey = new HashMap<>();
    List<RunRequest> distinct = requests.stream()
        .filter(request -> request.idempotencyKey() == null || firstByKey.putIfAbsent(request.idempotencyKey(), request) == null)
        .toList();
    Set<RunId> created = insertRuns(distinct);
    List<RunRequest> accepted = distinct.stream().filter(request -> created.contains(request.runId())).toList();
    insertOps(accepted);
    accepted.forEach(request -> events.add(EventType.RUN_SUBMITTED, request.runId(), EventDetails.submitted(request)));
    Map<String, RunId> known = accepted.size() == requests.size() ? Map.of() : knownRuns(firstByKey.keySet());
    List<Submission> submissions = new ArrayList<>(requests.size());
    for (RunRequest request : requests) {
      boolean isNew = created.contains(request.runId());
      submissions.add(new Submission(isNew ? request.runId() : known.get(request.idempotencyKey()), isNew));
    }
    return submissions;
  }

  private Set<RunId> insertRuns(List<RunRequest> requests) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into job_run (run_id, job_name, job_version, input, output_op, tags, idempotency_key, ops, open_ops, submitted_at)
        select r.run_id, r.job_name, r.job_version, r.input, r.output_op, r.tags::jsonb, r.idempotency_key, r.ops, r.ops,
               platform_time()
        from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[])
          as r (run_id, job_name, job_version, input, output_op, tags, idempotency_key, ops)
        order by r.idempotency_key
        on conflict (idempotency_key) where idempotency_key is not null do nothing
        returning run_id""")) {
      new Batch(statement)
          .uuids(requests, RunRequest::runId)
          .texts(requests, RunRequest::jobName)
          .texts(requests, RunRequest::jobVersion)
          .texts(requests, RunRequest::input)
          .texts(requests, RunRequest::outputOp)
          .texts(requests, request -> request.tags().isEmpty() ? "{}" : Rows.json(request.tags()))
          .texts(requests, RunRequest::idempotencyKey)
          .integers(requests, request -> request.ops().size());
      Set<RunId> created = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          created.add(Rows.runId(row));
        }
      }
      return created;
    }
  }

  private void insertOps(List<RunRequest> requests) throws SQLException {
    List<NewOp> ops = requests.stream().flatMap(request -> opsOf(request).stream()).toList();
    if (ops.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into op_execution
          (run_id, op_key, queue, priority, max_attempts, state, ready, ready_since, waiting_on, upstream, downstream)
        select o.run_id, o.op_key, o.queue, o.priority, o.max_attempts,
               (case when o.waiting_on = 0 then 'PENDING' else 'WAITING' end)::op_state,
               o.waiting_on = 0,
               case when o.waiting_on = 0 then platform_time() end,
               o.waiting_on, o.upstream::text[], o.downstream::text[]
        from unnest(?::uuid[], ?::text[], ?::text[], ?::int[], ?::int[], ?::int[], ?::text[], ?::text[])
          with ordinality as o (run_id, op_key, queue, priority, max_attempts, waiting_on, upstream, downstream, position)
        order by o.position""")) {
      new Batch(statement)
          .uuids(ops, op -> op.run().runId())
          .texts(ops, op -> op.plan().opKey())
          .texts(ops, op -> op.plan().queue())
          .integers(ops, op -> op.plan().priority())
          .integers(ops, op -> op.plan().maxAttempts())
          .integers(ops, op -> op.plan().upstream().size())
          .texts(ops, op -> arrayText(op.plan().upstream()))
          .texts(ops, op -> arrayText(op.downstream()));
      statement.executeUpdate();
    }
  }

  private static List<NewOp> opsOf(RunRequest request) {
    Map<String, List<String>> downstream = new LinkedHashMap<>();
    for (OpPlan op : request.ops()) {
      downstream.put(op.opKey(), new ArrayList<>());
      for (String upstream : op.upstream()) {
        List<String> nexts = downstream.get(upstream);
        if (nexts == null) {
          throw new IllegalArgumentException("op " + op.opKey() + " of run " + request.runId() + " waits for " + upstream
              + ", which is not before it in the run");
        }
        nexts.add(op.opKey());
      }
    }
    return request.ops().stream().map(op -> new NewOp(request, op, downstream.get(op.opKey()))).toList();
  }

  /** PostgreSQL's text form of an array; op keys have no letter that needs escaping, but brackets want quotes. */
  private static String arrayText(List<String> opKeys) {
    return opKeys.isEmpty() ? "{}" : "{\"" + String.join("\",\"", opKeys) + "\"}";
  }

  private Map<String, RunId> knownRuns(Set<String> idempotencyKeys) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select idempotency_key, run_id from job_run where idempotency_key = any (?)")) {
      new Batch(statement).texts(idempotencyKeys, key -> key);
      Map<String, RunId> known = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          known.put(row.getString("idempotency_key"), Rows.runId(row));
        }
      }
      return known;
    }
  }
}
