package dev.sluice.adapters.postgres;

import dev.sluice.core.run.Consequence;
import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.Attempt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The way that nearly every attempt takes to its end: a success of the current attempt, in a run that nobody has called off. One
 * statement writes the outputs, lets go what is downstream, and writes the events and the runs that are thereby done. Whatever does not
 * fit this description is left as it is, for {@link Endings} to decide.
 */
final class Successes {
  /**
   * What was written.
   *
   * @param committed the attempts
   * @param freedQueues queues of the op executions that became ready
   * @param admissible op executions that wait for nothing but to be admitted
   * @param limited op executions that may have a place in a lane
   * @param holders op executions that hold a slot of their concurrency key still
   * @param watched op executions downstream, some of which have a trigger
   * @param children sub-jobs that have ended with this
   */
  record Written(Set<LeaseToken> committed, Set<String> freedQueues, List<IdempotencyKey> admissible, List<IdempotencyKey> limited,
      List<IdempotencyKey> holders, List<IdempotencyKey> watched, Set<RunId> children) {
    private Written() {
      this(new HashSet<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashSet<>());
    }

    private void read(ResultSet row) throws SQLException {
      while (row.next()) {
        String queue = row.getString("queue");
        if (queue == null) {
          readEnded(row, Rows.key(row));
        } else if (row.getBoolean("limited")) {
          admissible.add(Rows.key(row));
        } else {
          freedQueues.add(queue);
        }
      }
    }

    private void readEnded(ResultSet row, IdempotencyKey key) throws SQLException {
      committed.add(new LeaseToken(key, row.getInt("attempt")));
      if (row.getObject("watched") != null) {
        Rows.texts(row, "watched").forEach(op -> watched.add(new IdempotencyKey(key.runId(), op)));
      }
      if (row.getBoolean("ends_child")) {
        children.add(key.runId());
      }
      if (row.getBoolean("limited")) {
        limited.add(key);
      }
      if (row.getBoolean("holds_slot")) {
        holders.add(key);
      }
    }
  }

  private final String worker;

  Successes(String worker) {
    this.worker = worker;
  }

  static String output(Attempt attempt) {
    return ((ExecutionResult.Success) attempt.result()).output();
  }

  /** Tells whether this is the end of an attempt that is written here. */
  static boolean isPlain(Attempt attempt) {
    return attempt.result() instanceof ExecutionResult.Success success && success.steering().isNone();
  }

  /** Locks the runs and lanes of all these attempts, and commits what it can, within the caller's transaction. */
  Written write(Connection connection, List<Attempt> attempts) throws SQLException {
    List<Attempt> successes = attempts.stream().filter(Successes::isPlain).toList();
    Pipeline pipeline = new Pipeline(connection);
    // For the other attempts too: each kind of lock is taken once, in one order.
    lock(pipeline, attempts);
    Lanes.lockFor(pipeline, attempts);
    Written written = successes.isEmpty() ? new Written() : add(pipeline, SuccessStatements.ALL, successes);
    pipeline.run();
    return written;
  }

  /**
   * Adds the commit of those that need nothing more; what is returned is filled when the pipeline runs.
   *
   * @param again after a conflict with others: nothing is written before the runs are locked
   */
  Written addSimple(Pipeline pipeline, List<Attempt> successes, boolean again) {
    boolean areLast = successes.stream().allMatch(attempt -> attempt.consequence().reach() == Consequence.Reach.NONE);
    Map<String, Long> released = successes.stream().flatMap(attempt -> Optional.ofNullable(attempt.consequence().slotOf()).stream())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    if (released.isEmpty() && !areLast && !again && areSiblings(successes)) {
      return addSiblings(pipeline, successes);
    }
    lock(pipeline, successes);
    if (released.isEmpty()) {
      return add(pipeline, areLast ? SuccessStatements.LAST : SuccessStatements.SIMPLE, successes);
    }
    Written written = add(pipeline, areLast ? SuccessStatements.LAST_WITH_SLOTS : SuccessStatements.SIMPLE_WITH_SLOTS, successes);
    Slots.wake(pipeline, released, written.freedQueues());
    return written;
  }

  /** Tells whether most of them share their run with others, so that other workers are likely to commit to the same runs just now. */
  static boolean areSiblings(List<Attempt> successes) {
    return successes.size() >= 2 * runsOf(successes).size();
  }

  private static Set<RunId> runsOf(List<Attempt> attempts) {
    return attempts.stream().map(attempt -> attempt.token().key().runId()).collect(Collectors.toSet());
  }

  /** As {@link SuccessStatements#SIMPLE}, but that runs are locked once most of the work is done: siblings' commits wait for less. */
  private Written addSiblings(Pipeline pipeline, List<Attempt> successes) {
    Written written = new Written();
    pipeline.add(SuccessStatements.SIBLINGS, batch -> {
      bind(batch, successes).text(worker).integer(successes.size());
    }, row -> { });
    lock(pipeline, successes);
    pipeline.add(SuccessStatements.COUNT_SIBLINGS, batch -> batch
        .keys(successes, attempt -> attempt.token().key())
        .integers(successes, attempt -> attempt.token().attempt())
        .text(worker), written::read);
    return written;
  }

  private Written add(Pipeline pipeline, String sql, List<Attempt> successes) {
    Written written = new Written();
    pipeline.add(sql, batch -> bind(batch, successes).text(worker), written::read);
    return written;
  }

  static void lock(Pipeline pipeline, List<Attempt> attempts) {
    pipeline.add(SuccessStatements.LOCK, batch -> batch.uuids(runsOf(attempts), run -> run), row -> { });
  }

  /** Binds what {@link SuccessStatements#ended} takes. */
  Batch bind(Batch batch, List<Attempt> successes) throws SQLException {
    return batch
        .keys(successes, attempt -> attempt.token().key())
        .integers(successes, attempt -> attempt.token().attempt())
        .booleans(successes, Attempt::holdsMessage)
        .texts(successes, Successes::output)
        .texts(successes, attempt -> EventDetails.committed(output(attempt)))
        .texts(successes, attempt -> attempt.consequence().slotOf())
        .text(worker);
  }
}
