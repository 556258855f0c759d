package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.Flow;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.OpPlan;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.store.PublishWindow;
import dev.sluice.core.store.Submission;
import dev.sluice.core.store.SubmitOutcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Steps 1 and 2 of the protocol: runs and their op executions become rows, and those that are ready are marked as published where the
 * window has room. Where no run has an idempotency key, all of it is one statement.
 */
final class Submissions {
  static final String ACTOR = "submitter";

  private record NewOp(RunRequest run, OpPlan plan, List<String> downstream, int openUpstream) {
    /** What is not like most waits for {@link Flows} too. */
    int waitingOn() {
      return (plan.isTriggered() ? 0 : openUpstream) + (plan.isLimited() ? 1 : 0) + (Flows.holds(plan) ? 1 : 0);
    }
  }

  private static final String RUNS = """
      insert into job_run (run_id, job_name, job_version, input, output_op, tags, idempotency_key, ops, open_ops, submitted_at)
      select r.run_id, r.job_name, r.job_version, r.input, r.output_op, r.tags::jsonb, r.idempotency_key, r.ops, r.open_ops,
             platform_time()
      from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::int[])
        as r (run_id, job_name, job_version, input, output_op, tags, idempotency_key, ops, open_ops)
      """;

  private static final String KEYED_RUNS = RUNS + """
      order by r.idempotency_key
      on conflict (idempotency_key) where idempotency_key is not null do nothing
      returning run_id""";

  private static final String OPS = """
      planned as materialized (
        select *, row_number() over (partition by queue, waiting_on = 0 order by position) as place
        from unnest(?::uuid[], ?::text[], ?::text[], ?::int[], ?::int[], ?::int[], ?::bool[], ?::text[], ?::int[], ?::text[], ?::text[])
          with ordinality as o
            (run_id, op_key, queue, priority, max_attempts, waiting_on, limited, concurrency, slots, upstream, downstream, position)),
      room as materialized (
        select q.queue, ? - (
            select count(*) from (
              select 1 from op_execution x
              where x.queue = q.queue and x.published_at > platform_time() - ? * interval '1 millisecond' limit ?) as outstanding)
          as messages
        from (select distinct queue from planned) q),
      inserted as (
        insert into op_execution
          (run_id, op_key, queue, priority, max_attempts, state, ready, ready_since, waiting_on, limited, concurrency, slots, upstream, downstream,
           publish_sequence, published_at)
        select o.run_id, o.op_key, o.queue, o.priority, o.max_attempts,
               (case when o.waiting_on = 0 then 'PENDING' else 'WAITING' end)::op_state,
               o.waiting_on = 0,
               case when o.waiting_on = 0 then platform_time() end,
               o.waiting_on, o.limited, o.concurrency, o.slots, o.upstream::text[], o.downstream::text[],
               case when o.waiting_on = 0 and o.place <= r.messages then 1 else 0 end,
               case when o.waiting_on = 0 and o.place <= r.messages then platform_time() end
        from planned o join room r using (queue)
        order by o.position
        returning run_id, op_key, queue, priority, publish_sequence),
      told as (
        insert into run_event (run_id, type, attempt, at, actor, detail)
        select e.run_id, 'RUN_SUBMITTED', 0, platform_time(), 'submitter', e.detail
        from unnest(?::uuid[], ?::text[]) with ordinality as e (run_id, detail, position)
        order by e.position)
      select run_id, op_key, queue, priority, publish_sequence from inserted where publish_sequence = 1""";

  private final Connection connection;
  private final PublishWindow window;

  Submissions(Connection connection, PublishWindow window) {
    this.connection = connection;
    this.window = window;
  }

  /** Tells whether these need one statement only: no idempotency key, and nothing that waits for more than its upstream. */
  static boolean areOneStatement(List<RunRequest> requests) {
    return requests.stream().allMatch(request -> request.idempotencyKey() == null && request.standsForItself()
        && request.ops().stream().noneMatch(op -> op.isLimited() || op.isBounded() || !op.flow().equals(Flow.PLAIN)));
  }

  /** Inserts what is new and returns one submission a request, in their order. */
  SubmitOutcome insert(List<RunRequest> requests) throws SQLException {
    Set<String> freed = new HashSet<>();
    List<IdempotencyKey> admissible = new ArrayList<>();
    SubmitOutcome accepted = insert(requests, freed, admissible);
    freed.addAll(new Admissions(connection, ACTOR).admit(admissible));
    List<OpExecutionTask> published = new ArrayList<>(accepted.toPublish());
    for (String queue : freed) {
      published.addAll(new Publications(connection).mark(queue, window));
    }
    return new SubmitOutcome(accepted.submissions(), published);
  }

  /**
   * The same for who admits others in this transaction too, and looks at the windows after it.
   *
   * @param freed gets the queues of op executions that became ready, but are not like most
   * @param admissible gets op executions that wait only to be admitted
   */
  SubmitOutcome insert(List<RunRequest> requests, Collection<String> freed, Collection<IdempotencyKey> admissible) throws SQLException {
    if (requests.isEmpty()) {
      return new SubmitOutcome(List.of(), List.of());
    }
    // Before anything of them is inserted: so their ordinals follow the order of the submits.
    Lanes.enter(connection, requests.stream().flatMap(request -> request.ops().stream()).toList());
    boolean keyed = requests.stream().anyMatch(request -> request.idempotencyKey() != null);
    List<RunRequest> accepted = keyed ? insertKeyed(requests) : requests;
    List<OpExecutionTask> published = accepted.isEmpty() ? List.of() : insertOps(accepted, !keyed);
    admissible.addAll(new Limitations(connection).enter(limited(accepted)));
    freed.addAll(new Flows(connection).enter(accepted, admissible));
    return new SubmitOutcome(submissions(requests, accepted), published);
  }

  /** Inserts the runs that are new. */
  private List<RunRequest> insertKeyed(List<RunRequest> requests) throws SQLException {
    Set<String> seen = new HashSet<>();
    List<RunRequest> distinct = requests.stream()
        .filter(request -> request.idempotencyKey() == null || seen.add(request.idempotencyKey()))
        .toList();
    Set<RunId> created = insertRuns(distinct);
    return distinct.stream().filter(request -> created.contains(request.runId())).toList();
  }

  private List<Submission> submissions(List<RunRequest> requests, List<RunRequest> accepted) throws SQLException {
    if (accepted.size() == requests.size()) {
      return requests.stream().map(request -> new Submission(request.runId(), true)).toList();
    }
    Set<RunId> created = new HashSet<>();
    accepted.forEach(request -> created.add(request.runId()));
    Map<String, RunId> known = knownRuns(requests);
    return requests.stream().map(request -> created.contains(request.runId()) ? new Submission(request.runId(), true)
        : new Submission(Objects.requireNonNull(known.get(request.idempotencyKey())), false)).toList();
  }

  private Set<RunId> insertRuns(List<RunRequest> requests) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEYED_RUNS)) {
      bindRuns(new Batch(statement), requests);
      Set<RunId> created = new HashSet<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          created.add(Rows.runId(row));
        }
      }
      return created;
    }
  }

  private static void bindRuns(Batch batch, List<RunRequest> requests) throws SQLException {
    batch
        .uuids(requests, RunRequest::runId)
        .texts(requests, RunRequest::jobName)
        .texts(requests, RunRequest::jobVersion)
        .texts(requests, RunRequest::input)
        .texts(requests, RunRequest::outputOp)
        .texts(requests, request -> request.tags().isEmpty() ? "{}" : Rows.json(request.tags()))
        .texts(requests, RunRequest::idempotencyKey)
        .integers(requests, request -> request.ops().size())
        .integers(requests, request -> request.ops().size() - (int) request.ops().stream().filter(OpPlan::isGiven).count());
  }

  /** Inserts op executions, and their runs with them if those are not there yet; returns what is published. */
  private List<OpExecutionTask> insertOps(List<RunRequest> requests, boolean withRuns) throws SQLException {
    List<NewOp> ops = requests.stream().flatMap(request -> opsOf(request).stream()).toList();
    try (PreparedStatement statement = connection.prepareStatement(withRuns ? "with runs as (" + RUNS + "),\n" + OPS : "with " + OPS)) {
      Batch batch = new Batch(statement);
      if (withRuns) {
        bindRuns(batch, requests);
      }
      batch
          .uuids(ops, op -> op.run().runId())
          .texts(ops, op -> op.plan().opKey())
          .texts(ops, op -> op.plan().queue())
          .integers(ops, op -> op.plan().priority())
          .integers(ops, op -> op.plan().maxAttempts())
          .integers(ops, NewOp::waitingOn)
          .booleans(ops, op -> op.plan().isLimited())
          .texts(ops, op -> op.plan().limits().concurrency() == null ? null : op.plan().limits().concurrency().key())
          .integers(ops, op -> op.plan().limits().concurrency() == null ? null : op.plan().limits().concurrency().limit())
          .texts(ops, op -> Batch.arrayText(op.plan().upstream()))
          .texts(ops, op -> Batch.arrayText(op.downstream()))
          .integer(window.size())
          .bigint(window.forgetAfter().toMillis())
          .integer(window.size())
          .uuids(requests, RunRequest::runId)
          .texts(requests, EventDetails::submitted);
      Map<RunId, RunRequest> byId = new HashMap<>();
      List<OpExecutionTask> published = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (byId.isEmpty()) {
            requests.forEach(request -> byId.put(request.runId(), request));
          }
          RunRequest run = Objects.requireNonNull(byId.get(Rows.runId(row)));
          published.add(Publications.task(row, run.jobName(), run.jobVersion()));
        }
      }
      return published;
    }
  }

  private static List<Limitations.Planned> limited(List<RunRequest> requests) {
    List<Limitations.Planned> planned = new ArrayList<>();
    requests.forEach(request -> request.ops().stream().filter(op -> op.isLimited() || op.isBounded())
        .forEach(op -> planned.add(new Limitations.Planned(request.runId(), op))));
    return planned;
  }

  private static List<NewOp> opsOf(RunRequest request) {
    Map<String, List<String>> downstream = new LinkedHashMap<>();
    Set<String> given = new HashSet<>();
    List<NewOp> ops = new ArrayList<>(request.ops().size());
    for (OpPlan op : request.ops()) {
      List<String> nexts = new ArrayList<>();
      downstream.put(op.opKey(), nexts);
      Flow.Given end = op.flow().given();
      if (end != null && end.state() == OpState.SUCCEEDED) {
        given.add(op.opKey());
      }
      int open = 0;
      for (String upstream : op.upstream()) {
        List<String> before = downstream.get(upstream);
        if (before == null) {
          throw new IllegalArgumentException("op " + op.opKey() + " of run " + request.runId() + " waits for " + upstream
              + ", which is not before it in the run");
        }
        before.add(op.opKey());
        open += given.contains(upstream) ? 0 : 1;
      }
      ops.add(new NewOp(request, op, nexts, open));
    }
    return ops;
  }

  private Map<String, RunId> knownRuns(List<RunRequest> requests) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select idempotency_key, run_id from job_run where idempotency_key = any (?)")) {
      new Batch(statement).texts(requests, RunRequest::idempotencyKey);
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
