package dev.sluice.adapters.postgres;

import dev.sluice.core.run.Cause;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.DeadLetter;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.FailedAttempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** dead_letter and op_failure, as they are read, and what is noted of messages. */
final class DeadLetterTable {
  private static final String NIL = "00000000-0000-0000-0000-000000000000";

  private final Connection connection;

  DeadLetterTable(Connection connection) {
    this.connection = connection;
  }

  List<DeadLetter> list(DeadLetterFilter filter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        with asked as (select * from unnest(?::uuid[], ?::text[]) as k (run_id, op_key)),
        told as (select ? as job, ? as queue, ? as cause, ?::bigint as age)
        select d.* from dead_letter d cross join told t
        where d.left_at is null
          and (not exists (select 1 from asked) or (d.run_id, d.op_key) in (select run_id, op_key from asked))
          and t.job in ('', d.job_name) and t.queue in ('', d.queue)
          and (t.cause in ('', d.cause_type) or right(d.cause_type, length(t.cause) + 1) = '.' || t.cause)
          and (t.age = 0 or d.since <= platform_time() - t.age * interval '1 millisecond') -- the clock may have been set back
          and (d.run_id, d.op_key) > (?::uuid, ?)
        order by d.run_id, d.op_key
        limit ?""")) {
      new Batch(statement)
          .keys(filter.keys(), key -> key)
          .text(filter.jobName().orElse(""))
          .text(filter.queue().orElse(""))
          .text(filter.causeType().orElse(""))
          .bigint(filter.olderThan().toMillis())
          .text(filter.after().map(key -> key.runId().toString()).orElse(NIL))
          .text(filter.after().map(IdempotencyKey::opKey).orElse(""))
          .integer(filter.limit());
      return read(statement);
    }
  }

  List<DeadLetter> unsent(int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select * from (
          select *, row_number() over (partition by queue order by since) as place
          from dead_letter where sent_at is null and left_at is null) letter
        where place <= ? order by since""")) {
      statement.setInt(1, limit);
      return read(statement);
    }
  }

  private static List<DeadLetter> read(PreparedStatement statement) throws SQLException {
    List<DeadLetter> letters = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        letters.add(new DeadLetter(token(row), row.getString("job_name"), row.getString("queue"), row.getString("cause_type"),
            row.getString("message"), Objects.requireNonNull(Rows.instant(row, "since"))));
      }
    }
    return letters;
  }

  private static LeaseToken token(ResultSet row) throws SQLException {
    return new LeaseToken(Rows.key(row), row.getInt("attempt"));
  }

  List<FailedAttempt> attempts(IdempotencyKey key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        "select *, cause::text as cause_text from op_failure where run_id = ? and op_key = ? order by attempt")) {
      statement.setObject(1, key.runId().value());
      statement.setString(2, key.opKey());
      List<FailedAttempt> attempts = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Cause cause = Objects.requireNonNull(OpTable.cause(row.getString("cause_text")));
          attempts.add(new FailedAttempt(row.getInt("attempt"), row.getString("worker"), Rows.instant(row, "started_at"),
              Objects.requireNonNull(Rows.instant(row, "ended_at")), cause));
        }
      }
      return attempts;
    }
  }

  /** Takes letters out of quarantine, and returns those that were in it. Those without a message are done with. */
  Set<LeaseToken> leave(Collection<LeaseToken> letters) throws SQLException {
    Set<LeaseToken> left = note(letters);
    try (PreparedStatement statement = connection.prepareStatement("""
        delete from dead_letter d
        using unnest(?::uuid[], ?::text[], ?::int[]) as t (run_id, op_key, attempt)
        where d.run_id = t.run_id and d.op_key = t.op_key and d.attempt = t.attempt and d.sent_at is null
        returning d.run_id, d.op_key, d.attempt""")) {
      tokens(statement, left);
    }
    return left;
  }

  private Set<LeaseToken> note(Collection<LeaseToken> letters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update dead_letter d set left_at = platform_time()
        from unnest(?::uuid[], ?::text[], ?::int[]) as t (run_id, op_key, attempt)
        where d.run_id = t.run_id and d.op_key = t.op_key and d.attempt = t.attempt and d.left_at is null
        returning d.run_id, d.op_key, d.attempt""")) {
      return tokens(statement, letters);
    }
  }

  void sent(Collection<LeaseToken> letters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        update dead_letter d set sent_at = platform_time()
        from unnest(?::uuid[], ?::text[], ?::int[]) as t (run_id, op_key, attempt)
        where d.run_id = t.run_id and d.op_key = t.op_key and d.attempt = t.attempt and d.sent_at is null
        returning d.run_id, d.op_key, d.attempt""")) {
      tokens(statement, letters);
    }
  }

  Set<LeaseToken> quarantined(Collection<LeaseToken> letters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        select d.run_id, d.op_key, d.attempt
        from unnest(?::uuid[], ?::text[], ?::int[]) as t (run_id, op_key, attempt)
        join dead_letter d on d.run_id = t.run_id and d.op_key = t.op_key and d.attempt = t.attempt
        where d.left_at is null""")) {
      return tokens(statement, letters);
    }
  }

  private static Set<LeaseToken> tokens(PreparedStatement statement, Collection<LeaseToken> letters) throws SQLException {
    new Batch(statement).keys(letters, LeaseToken::key).integers(letters, LeaseToken::attempt);
    Set<LeaseToken> tokens = new HashSet<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        tokens.add(token(row));
      }
    }
    return tokens;
  }

  Set<String> queuesToClear() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("select distinct queue from dead_letter where left_at is not null");
        ResultSet row = statement.executeQuery()) {
      Set<String> queues = new TreeSet<>();
      while (row.next()) {
        queues.add(row.getString("queue"));
      }
      return queues;
    }
  }

  void cleared(String queue, Collection<LeaseToken> deleted, Duration patience) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("""
        delete from dead_letter d
        where d.queue = ? and d.left_at is not null
          and ((d.run_id, d.op_key, d.attempt) in (select * from unnest(?::uuid[], ?::text[], ?::int[]))
               or d.left_at <= platform_time() - ? * interval '1 millisecond')""")) {
      new Batch(statement)
          .text(queue)
          .keys(deleted, LeaseToken::key)
          .integers(deleted, LeaseToken::attempt)
          .bigint(patience.toMillis());
      statement.executeUpdate();
    }
  }
}
