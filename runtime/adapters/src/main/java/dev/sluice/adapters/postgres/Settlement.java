package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunRequest;
import dev.sluice.core.run.RunTerms;
import dev.sluice.core.run.Steering;
import dev.sluice.core.store.PublishWindow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What follows when op executions have ended: what is downstream is freed or skipped, lanes and slots go on, runs are closed and their
 * parents told. The caller has locked the runs, and the lanes of what may become terminal.
 */
final class Settlement {
  private final Connection connection;
  private final EventTable events;
  private final Set<String> freedQueues = new HashSet<>();
  /** Not chosen by a decision, with the reason. */
  private final Map<IdempotencyKey, String> unchosen = new TreeMap<>();
  /** Wait for nothing but to be admitted. */
  private final List<IdempotencyKey> admissible = new ArrayList<>();
  /** Terminal, and may have a place in a lane. */
  private final List<IdempotencyKey> leaving = new ArrayList<>();
  /** Terminal, and hold a slot. */
  private final List<IdempotencyKey> holders = new ArrayList<>();
  /** PENDING again after attempts that failed, and may have a rate limit. */
  private final Set<IdempotencyKey> retried = new TreeSet<>();
  /** Concurrency keys for whose slots some were perhaps woken that are called off now. */
  private final Set<String> wanted = new HashSet<>();
  /** Added with a trigger. */
  private final List<IdempotencyKey> added = new ArrayList<>();
  /** Sub-jobs that begin. */
  private final List<RunRequest> starting = new ArrayList<>();

  Settlement(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  /** Returns the queues of the op executions that became ready. */
  Set<String> freedQueues() {
    return Set.copyOf(freedQueues);
  }

  /** Remembers the queues of what earlier commits of these attempts freed and nobody has published: this commit repeats them. */
  void freedBefore(Set<LeaseToken> succeeded) throws SQLException {
    if (!succeeded.isEmpty()) {
      freedQueues.addAll(new OpTable(connection).unpublishedAfter(succeeded));
    }
  }

  /** Adds what a success adds to its run, and notes what it skips for {@link #settle}. */
  void steer(LeaseToken success, Steering steering) throws SQLException {
    IdempotencyKey key = success.key();
    if (!steering.adds().isEmpty()) {
      freedQueues.addAll(new Expansions(connection, events).add(key, success.attempt(), steering.adds(), admissible));
      steering.adds().stream().filter(plan -> plan.isTriggered()).forEach(plan -> added.add(new IdempotencyKey(key.runId(), plan.opKey())));
    }
    steering.skips().forEach(op -> unchosen.put(new IdempotencyKey(key.runId(), op), EventDetails.notChosen(key.opKey())));
  }

  /** Notes retries, which take permits of their rate limits anew. */
  void retry(Collection<IdempotencyKey> again) {
    retried.addAll(again);
  }

  /** Notes sub-jobs that begin, on the terms of the runs that they are part of. */
  void start(List<RunRequest> children) throws SQLException {
    if (children.isEmpty()) {
      return;
    }
    Set<RunId> parents = children.stream().map(Settlement::parent).collect(Collectors.toSet());
    Map<RunId, RunTerms> terms = new RunTable(connection).termsOf(parents);
    children.forEach(child -> starting.add(child.on(terms.getOrDefault(parent(child), RunTerms.OF_THE_JOB))));
  }

  private static RunId parent(RunRequest child) {
    return Objects.requireNonNull(child.origin().parent()).runId();
  }

  /** Settles what {@link Successes} has written and what it leaves: triggers, lanes, slots, parents. */
  void follow(Successes.Written written) throws SQLException {
    freedQueues.addAll(written.freedQueues());
    admissible.addAll(written.admissible());
    Map<IdempotencyKey, Integer> done = new TreeMap<>();
    List<Settled> skipped = written.watched().isEmpty() ? List.of() : judge(written.watched(), done);
    release(done, written.limited());
    holders.addAll(written.holders());
    if (!skipped.isEmpty()) {
      settle(skipped);
    }
    if (!written.children().isEmpty()) {
      freedQueues.addAll(new Parents(connection, events).wake(written.children()));
    }
  }

  /** Settles what has become terminal, and what is skipped for it. */
  void settle(List<Settled> terminal) throws SQLException {
    List<Settled> all = new ArrayList<>(terminal);
    Map<IdempotencyKey, Integer> done = new TreeMap<>();
    List<Settled> layer = new ArrayList<>(terminal);
    if (!unchosen.isEmpty()) {
      List<Settled> skipped = skip(unchosen, true);
      rule(unchosen.keySet());
      unchosen.clear();
      all.addAll(skipped);
      layer.addAll(skipped);
    }
    List<IdempotencyKey> candidates = new ArrayList<>(added);
    List<IdempotencyKey> started = new ArrayList<>();
    added.clear();
    while (!layer.isEmpty() || !candidates.isEmpty()) {
      layer.stream().filter(Settled::watched).forEach(op -> candidates.addAll(op.next()));
      Map<IdempotencyKey, String> reasons = new TreeMap<>();
      for (Settled op : layer) {
        if (op.state() == OpState.SUCCEEDED) {
          count(op.key().runId(), op.downstream(), done);
        } else {
          op.next().forEach(next -> reasons.putIfAbsent(next, op.key().opKey() + " did not succeed"));
        }
      }
      if (!candidates.isEmpty()) {
        Triggers.Judged judged = new Triggers(connection).judge(candidates);
        reasons.keySet().removeAll(judged.triggered());
        reasons.putAll(judged.skipped());
        started.addAll(judged.started());
        done.keySet().removeAll(judged.triggered());
        started.forEach(key -> done.put(key, 1)); // also those of earlier layers
        candidates.clear();
      }
      layer = skip(reasons, false);
      all.addAll(layer);
    }
    release(done, all.stream().filter(Settled::limited).map(Settled::key).toList());
    all.stream().filter(Settled::holdsSlot).forEach(op -> holders.add(op.key()));
    freedQueues.addAll(new Parents(connection, events).wake(new Closings(connection, events).close(all)));
  }

  /** Skips op executions of new runs, with what follows; those that wait only to be admitted are admitted with what that lets go. */
  void skipAtOnce(Map<IdempotencyKey, String> reasons, Collection<IdempotencyKey> admissible) throws SQLException {
    settle(skip(reasons, false));
    this.admissible.addAll(admissible);
    admissible.clear();
    finish();
  }

  private static void count(RunId run, List<String> downstream, Map<IdempotencyKey, Integer> done) {
    downstream.forEach(next -> done.merge(new IdempotencyKey(run, next), 1, Integer::sum));
  }

  /** Lets the triggers among these judge, and counts what they start; returns what they skip. */
  private List<Settled> judge(Collection<IdempotencyKey> candidates, Map<IdempotencyKey, Integer> done) throws SQLException {
    Triggers.Judged judged = new Triggers(connection).judge(candidates);
    judged.started().forEach(key -> done.put(key, 1));
    return skip(judged.skipped(), false);
  }

  private void release(Map<IdempotencyKey, Integer> done, List<IdempotencyKey> limited) throws SQLException {
    leaving.addAll(limited);
    freedQueues.addAll(new Releases(connection, events).count(done, admissible));
  }

  /** The same for who starts no sub-jobs. */
  void finish() throws SQLException {
    finish(PublishWindow.CLOSED);
  }

  /**
   * Does what concerns other runs too: lanes go on, sub-jobs begin, what is left to be admitted is, retries get their permits, slots are
   * given back. The rows of limits are locked in the order of their keys, so each is done once a transaction, after all else.
   *
   * @return what of the sub-jobs is published at once
   */
  List<OpExecutionTask> finish(PublishWindow window) throws SQLException {
    Lanes lanes = new Lanes(connection);
    Map<IdempotencyKey, Integer> turns = new TreeMap<>();
    lanes.passOn(lanes.leave(leaving)).forEach(next -> turns.merge(next, 1, Integer::sum));
    List<OpExecutionTask> published = new Submissions(connection, window).insert(starting, freedQueues, admissible).toPublish();
    Releases releases = new Releases(connection, events);
    freedQueues.addAll(releases.count(turns, admissible));
    events.flush(); // what lets them go comes first
    freedQueues.addAll(new Admissions(connection, events.actor()).admit(admissible, retried));
    Slots slots = new Slots(connection);
    freedQueues.addAll(slots.giveBack(holders));
    freedQueues.addAll(slots.wakeInstead(wanted));
    leaving.clear();
    starting.clear();
    admissible.clear();
    retried.clear();
    holders.clear();
    wanted.clear();
    return published;
  }

  private List<Settled> skip(Map<IdempotencyKey, String> reasons, boolean notChosen) throws SQLException {
    List<Settled> skipped = new ArrayList<>();
    if (reasons.isEmpty()) {
      return skipped;
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o set state = 'SKIPPED', not_chosen = ?
        from unnest(?::uuid[], ?::text[]) as d (run_id, op_key)
        where o.run_id = d.run_id and o.op_key = d.op_key and o.state = 'WAITING'
        returning o.run_id, o.op_key, o.downstream, o.limited, o.watched, o.may_fail, false as holds_slot""")) {
      new Batch(statement).bool(notChosen).keys(reasons.keySet(), key -> key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Settled op = Settled.read(row, OpState.SKIPPED);
          events.add(EventType.OP_SKIPPED, op.key(), 0, reasons.get(op.key()));
          skipped.add(op);
        }
      }
    }
    return skipped;
  }

  /** What was skipped before the decision went another way must not come back by a redrive. */
  private void rule(Set<IdempotencyKey> out) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update op_execution o set not_chosen = true
        from unnest(?::uuid[], ?::text[]) as d (run_id, op_key)
        where o.run_id = d.run_id and o.op_key = d.op_key and o.state = 'SKIPPED' and not o.not_chosen""")) {
      new Batch(statement).keys(out, key -> key);
      statement.executeUpdate();
    }
  }

  /**
   * Settles what was called off before it began; {@link #finish} is to follow.
   *
   * @param keys concurrency keys for whose slots it waited
   */
  void calledOff(List<Settled> canceled, Set<String> keys) throws SQLException {
    wanted.addAll(keys);
    settle(canceled);
  }
}
