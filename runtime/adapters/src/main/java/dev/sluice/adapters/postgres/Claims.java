package dev.sluice.adapters.postgres;

import dev.sluice.core.run.EventDetails;
import dev.sluice.core.run.EventType;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.store.Claim;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Step 3 of the protocol: PENDING becomes RUNNING under a new attempt. */
final class Claims {
  private static final String LEASE = """
      update op_execution o
      set state = 'RUNNING', ready = false, ready_since = null, not_before = null, attempt = o.attempt + 1,
          lease_owner = ?, lease_expires_at = platform_time() + ? * interval '1 millisecond'
      from best b join job_run r using (run_id)
      where o.run_id = b.run_id and o.op_key = b.op_key
      returning o.run_id, o.op_key, o.ordinal, o.queue, o.priority, o.attempt, o.max_attempts, o.lease_expires_at, o.upstream,
                b.lost_owner, r.job_name, r.job_version, r.input, r.tags::text as tags""";

  private static final String BEST_OF_BACKLOG = """
      with best as (
        select run_id, op_key, null::text as lost_owner from op_execution
        where queue = ? and ready
        order by priority desc, ordinal
        limit ?
        for no key update skip locked)
      """ + LEASE;

  private static final String EXPIRED = """
      with best as (
        select e.run_id, e.op_key, e.lease_owner as lost_owner
        from op_execution e join job_run c on c.run_id = e.run_id
        where e.state = 'RUNNING' and e.lease_expires_at <= platform_time() and e.queue = ? and e.attempt < e.max_attempts
          and not c.cancel_requested
        order by e.lease_expires_at
        limit ?
        for no key update of e skip locked
        for share of c skip locked)
      """ + LEASE;

  /** A row that was leased, before its upstream outputs are known. */
  private record Leased(IdempotencyKey key, long ordinal, int attempt, int maxAttempts, String queue, int priority,
      Instant expiresAt, List<String> upstream, @Nullable String lostOwner, String jobName, String jobVersion, String input,
      String tags) {}

  private static final Comparator<Leased> BEST_FIRST =
      Comparator.<Leased>comparingInt(row -> -row.priority()).thenComparingLong(Leased::ordinal);

  private final Connection connection;
  private final EventTable events;

  Claims(Connection connection, EventTable events) {
    this.connection = connection;
    this.events = events;
  }

  /** Leases the best of the backlog, then attempts whose lease has run out, best first. */
  List<Lease> take(Claim claim) throws SQLException {
    if (claim.slots() == 0) {
      return List.of();
    }
    List<Leased> leased = new ArrayList<>(lease(BEST_OF_BACKLOG, claim, claim.slots()));
    if (leased.size() < claim.slots()) {
      leased.addAll(lease(EXPIRED, claim, claim.slots() - leased.size()));
    }
    leased.sort(BEST_FIRST);
    Map<IdempotencyKey, Map<String, String>> outputs = upstreamOutputs(leased);
    for (Leased row : leased) {
      if (row.lostOwner() != null) {
        events.add(EventType.OP_LEASE_LOST, row.key(), row.attempt() - 1, row.lostOwner());
      }
      events.add(EventType.OP_LEASED, row.key(), row.attempt(),
          EventDetails.leased(outputs.getOrDefault(row.key(), Map.of())));
    }
    return leased.stream()
        .map(row -> new Lease(new LeaseToken(row.key(), row.attempt()), row.jobName(), row.jobVersion(), row.queue(), row.priority(),
            row.maxAttempts(), row.expiresAt(), row.input(), outputs.getOrDefault(row.key(), Map.of()), Rows.map(row.tags())))
        .toList();
  }

  private List<Leased> lease(String sql, Claim claim, int slots) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      new Batch(statement).text(claim.queue()).integer(slots).text(claim.worker()).bigint(claim.lease().toMillis());
      List<Leased> leased = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          leased.add(new Leased(Rows.key(row), row.getLong("ordinal"), row.getInt("attempt"), row.getInt("max_attempts"),
              row.getString("queue"), row.getInt("priority"), Objects.requireNonNull(Rows.instant(row, "lease_expires_at")),
              Rows.texts(row, "upstream"), row.getString("lost_owner"), row.getString("job_name"), row.getString("job_version"),
              row.getString("input"), row.getString("tags")));
        }
      }
      return leased;
    }
  }

  private Map<IdempotencyKey, Map<String, String>> upstreamOutputs(List<Leased> leased) throws SQLException {
    Map<IdempotencyKey, Map<String, String>> outputs = new HashMap<>();
    List<Leased> withUpstream = leased.stream().filter(row -> !row.upstream().isEmpty()).toList();
    if (withUpstream.isEmpty()) {
      return outputs;
    }
    try (PreparedStatement statement = connection.prepareStatement("""
        select d.run_id, d.op_key, u.op_key as upstream_key, u.output
        from unnest(?::uuid[], ?::text[]) as wanted (run_id, op_key)
        join op_execution d on d.run_id = wanted.run_id and d.op_key = wanted.op_key
        join op_execution u on u.run_id = d.run_id and u.op_key = any (d.upstream)
        where u.state = 'SUCCEEDED'""")) {
      new Batch(statement).keys(withUpstream, Leased::key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          IdempotencyKey key = Rows.key(row);
          outputs.computeIfAbsent(key, any -> new HashMap<>()).put(row.getString("upstream_key"), row.getString("output"));
        }
      }
    }
    return outputs;
  }
}
