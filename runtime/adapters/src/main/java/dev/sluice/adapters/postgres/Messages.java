package dev.sluice.adapters.postgres;

import dev.sluice.contract.OpExecutionTask;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.OpState;
import dev.sluice.core.store.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges the messages that made a worker claim, and notes which of them are gone. Not safe for several threads. */
final class Messages {
  /**
   * A message that nobody needs.
   *
   * @param key its op execution
   * @param attempt of the latest start, 0 if there was none
   */
  record Duplicate(IdempotencyKey key, int attempt) {}

  /** A row as it stands after the claim, and whether its publication is noted as gone. */
  private record Row(OpState state, int publishSequence, int attempt, boolean noted) {}

  /**
   * Reads the rows that messages name and notes that nobody need wait for these publications any more, except where somebody else
   * changes the row at this moment. Where every message led to a lease of this very transaction, its commit need not wait for the
   * disk: what a crash of the database then forgets is a claim, whose message is still there and whose owner the fence refuses.
   */
  private static final String JUDGE = """
      with told as (
        select * from unnest(?::uuid[], ?::text[], ?::int[]) with ordinality as t (run_id, op_key, sequence, position)),
      gone as (
        select o.run_id, o.op_key
        from told t join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key and o.publish_sequence = t.sequence
        for no key update of o skip locked),
      noted as (
        update op_execution o set published_at = null from gone g where o.run_id = g.run_id and o.op_key = g.op_key
        returning o.run_id, o.op_key)
      select t.position, o.state, o.publish_sequence, o.attempt, n.run_id is not null as noted,
             case when bool_and(o.state = 'RUNNING' and o.lease_owner = ?) over ()
                  then set_config('synchronous_commit', 'off', true) end as durability
      from told t join op_execution o on o.run_id = t.run_id and o.op_key = t.op_key
      left join noted n on n.run_id = t.run_id and n.op_key = t.op_key and o.publish_sequence = t.sequence""";

  private final List<OpExecutionTask> messages;
  private final String worker;
  /** Places of the messages whose key can be read; they may come from anywhere. */
  private final List<Integer> places = new ArrayList<>();
  private final List<IdempotencyKey> keys = new ArrayList<>();
  private final Map<Integer, Row> rows = new HashMap<>();

  Messages(List<OpExecutionTask> messages, String worker) {
    this.messages = messages;
    this.worker = worker;
    for (int i = 0; i < messages.size(); i++) {
      Optional<IdempotencyKey> key = keyOf(messages.get(i));
      if (key.isPresent()) {
        places.add(i);
        keys.add(key.get());
      }
    }
  }

  /** Adds the look at the rows, after whatever claims. */
  void look(Pipeline pipeline) {
    if (!keys.isEmpty()) {
      pipeline.add(
          JUDGE,
          batch -> batch.keys(keys, key -> key).integers(places, place -> messages.get(place).publishSequence()).text(worker),
          this::read);
    }
  }

  private void read(ResultSet row) throws SQLException {
    while (row.next()) {
      rows.put(places.get(row.getInt("position") - 1), new Row(OpState.valueOf(row.getString("state")),
          row.getInt("publish_sequence"), row.getInt("attempt"), row.getBoolean("noted")));
    }
  }

  /**
   * Returns one verdict a message, in their order.
   *
   * @param leases what was claimed with them
   * @param suppressed gets those that are duplicates
   */
  List<Verdict> judge(List<Lease> leases, List<Duplicate> suppressed) {
    Set<IdempotencyKey> claimed = leases.stream().map(Lease::key).collect(Collectors.toSet());
    List<Verdict> verdicts = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      Row row = rows.get(i);
      if (row == null) {
        verdicts.add(Verdict.UNKNOWN);
        continue;
      }
      OpExecutionTask message = messages.get(i);
      IdempotencyKey key = IdempotencyKey.parse(message.idempotencyKey());
      Verdict verdict = Verdict.of(message.publishSequence(), row.publishSequence(), row.state(), claimed.contains(key));
      boolean isNewest = message.publishSequence() == row.publishSequence();
      verdicts.add(isNewest && !row.noted() ? Verdict.BUSY : verdict);
      if (verdict == Verdict.REDUNDANT && verdicts.get(i) != Verdict.BUSY) {
        suppressed.add(new Duplicate(key, row.attempt()));
      }
    }
    return verdicts;
  }

  private static Optional<IdempotencyKey> keyOf(OpExecutionTask message) {
    try {
      return Optional.of(IdempotencyKey.parse(message.idempotencyKey()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
