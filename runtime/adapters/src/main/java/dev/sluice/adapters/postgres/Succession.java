package dev.sluice.adapters.postgres;

import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Attempt;
import dev.sluice.core.store.Claim;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Successes and the leases of what they let go in one statement, as from op to op of a chain. It stands in for a commit and a claim where
 * nothing else of the queue is ready: what it lets go is the best of the backlog then, and never enters it. Where something is, or where what
 * it lets go may not run at once, that becomes ready and a claim has to follow.
 */
final class Succession {
  /** What waits for nothing else, of a success that lets nothing else go, so that there are no more leases than slots have come free. */
  private static final String LEASED =
      "(h.alone and d.only and o.waiting_on = d.done and not o.pauses and o.concurrency is null and o.queue = h.queue)";

  private static final String COMMIT = "with " + SuccessStatements.ended(SuccessStatements.ONLY_PLAIN_DOWNSTREAM, ", o.output") + """
      hand as (
        select i.*, not exists (select from op_execution b where b.queue = i.queue and b.ready) as alone
        from (values (?, ?, ? * interval '1 millisecond')) as i (queue, worker, lease)),
      freed as (
        update op_execution o
      """ + Releases.letGo(LEASED) + """
            , attempt = o.attempt + LEASED::int,
            lease_owner = case when LEASED then h.worker end,
            lease_expires_at = case when LEASED then platform_time() + h.lease end
        from (
          select e.run_id, n.op_key, count(*)::int as done, bool_and(cardinality(e.downstream) = 1) as only
          from ended e cross join unnest(e.downstream) as n (op_key)
          group by e.run_id, n.op_key) d, hand h
        where o.run_id = d.run_id and o.op_key = d.op_key and o.state = 'WAITING' and o.trigger is null
        returning o.run_id, o.op_key, o.ordinal, o.state, o.ready, o.queue, o.priority, o.rank, o.attempt, o.max_attempts, o.lease_expires_at,
                  o.upstream, o.downstream, o.limited, o.watched, o.input, o.signal),
      """.replace("LEASED", LEASED) + SuccessStatements.counted("", ", r.job_name, r.job_version, r.input, r.tags::text as tags") + """
      leased as materialized (
        select o.run_id, o.op_key, o.attempt, r.job_name, r.job_version, o.queue, o.priority, o.rank, o.ordinal, o.max_attempts,
               o.lease_expires_at, r.input, g.outputs, g.inputs, r.tags, o.input as op_input, o.signal,
      """ + ClaimStatements.REACH + """
               as reach
        from freed o join counted r using (run_id)
        cross join lateral (
          select
      """ + ClaimStatements.GIVEN.formatted("coalesce(e.output, u.output)") + """
          from op_execution u left join ended e using (run_id, op_key)
          where u.run_id = o.run_id and u.op_key = any (o.upstream) and (u.state = 'SUCCEEDED' or e.attempt is not null)) g
        where o.state = 'RUNNING'),
      """ + SuccessStatements.told(SuccessStatements.TELL_SUCCESS, SuccessStatements.TELL_FREED, SuccessStatements.TELL_END,
          "select 4, run_id, op_key, 'OP_LEASED', attempt, inputs, ordinal from leased") + """
      select run_id, op_key, attempt, job_name, job_version, queue, priority, rank, ordinal, max_attempts, lease_expires_at, input, outputs,
             tags, op_input, signal, reach, null as slot_of, true as alone, 0 as notices
      from leased
      union all
      select run_id, op_key, attempt, null, null, null, 0, 0, 0, 0, null, null, null, null, null, null, null, null,
             (select alone from hand), (select count(
      """ + Notices.ANNOUNCE_END + """
        ) from counted where open_ops = 0 and awaited)
      from ended
      union all
      select null, null, 0, null, null, queue, 0, 0, 0, 0, null, null, null, null, null, null, null, null, true, 0
      from freed where ready group by queue
      order by priority desc, rank, ordinal""";

  /** The same for one attempt, step by step within the database, where setting up {@link #COMMIT} takes longer than doing what it says. */
  private static final String COMMIT_ONE = "select * from succeed(?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final String worker;
  private final Claim claim;
  private final List<Attempt> attempts;
  private final Set<LeaseToken> committed = new HashSet<>();
  private final List<Lease> next = new ArrayList<>();
  private final Set<String> freedQueues = new HashSet<>();
  private boolean mustClaim;

  /** Commits attempts, of which {@link #isFor} is true. */
  Succession(String worker, Claim claim, List<Attempt> attempts) {
    this.worker = worker;
    this.claim = claim;
    this.attempts = attempts;
  }

  /** Tells whether successes and a claim may be one statement: each lets one op go at most, and gives no slot of a concurrency key back. */
  static boolean isFor(List<Attempt> attempts, Claim claim) {
    return attempts.size() <= claim.slots() && !Successes.areSiblings(attempts)
        && attempts.stream().allMatch(attempt -> attempt.consequence().slotOf() == null && letsGoOneAtMost(attempt.consequence().reach()))
        && attempts.stream().anyMatch(attempt -> attempt.consequence().reach() != Consequence.Reach.NONE);
  }

  private static boolean letsGoOneAtMost(Consequence.Reach reach) {
    return reach == Consequence.Reach.NONE || reach == Consequence.Reach.NEXT;
  }

  /** Adds the statements; what else there is to ask for is known when the pipeline has run. */
  void add(Pipeline pipeline) {
    if (attempts.size() == 1) {
      pipeline.add(COMMIT_ONE, batch -> bind(batch, attempts.get(0)), this::readOne);
      return;
    }
    Successes.lock(pipeline, attempts);
    pipeline.add(COMMIT, batch -> new Successes(worker).bind(batch, attempts)
        .text(claim.queue())
        .text(claim.worker())
        .bigint(claim.lease().toMillis())
        .text(worker), this::read);
  }

  private void bind(Batch batch, Attempt attempt) throws SQLException {
    String output = Successes.output(attempt);
    batch
        .run(attempt.token().key().runId())
        .text(attempt.token().key().opKey())
        .integer(attempt.token().attempt())
        .bool(attempt.holdsMessage())
        .text(output)
        .text(EventDetails.committed(output))
        .text(worker)
        .text(claim.queue())
        .bigint(claim.lease().toMillis());
  }

  private void readOne(ResultSet row) throws SQLException {
    row.next();
    if (row.getBoolean("is_committed")) {
      committed.add(attempts.get(0).token());
      mustClaim = !row.getBoolean("is_alone");
      String freed = row.getString("freed_queue");
      if (freed != null) {
        free(freed);
      }
      if (row.getString("op_key") != null) {
        lease(row);
      }
    }
  }

  private void read(ResultSet row) throws SQLException {
    while (row.next()) {
      String queue = row.getString("queue");
      if (queue == null) {
        committed.add(new LeaseToken(Rows.key(row), row.getInt("attempt")));
        mustClaim |= !row.getBoolean("alone");
      } else if (row.getString("op_key") == null) {
        free(queue);
      } else {
        lease(row);
      }
    }
  }

  private void free(String queue) {
    freedQueues.add(queue);
    mustClaim |= queue.equals(claim.queue());
  }

  private void lease(ResultSet row) throws SQLException {
    next.add(Claims.lease(row, null, Rows.map(row.getString("outputs"))));
  }

  /** Attempts that are committed. */
  Set<LeaseToken> committed() {
    return committed;
  }

  /** What was leased, best first. */
  List<Lease> next() {
    return next;
  }

  /** Tells whether something of the queue is ready. */
  boolean mustClaim() {
    return mustClaim;
  }

  /** Queues of what was let go and not leased. */
  Set<String> freedQueues() {
    return freedQueues;
  }
}
