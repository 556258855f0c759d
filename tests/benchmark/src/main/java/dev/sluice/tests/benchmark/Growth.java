package dev.sluice.tests.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The same drain, by turns in tables that are empty and in tables that hold many finished runs with their whole history: what counts is
 * their ratio.
 */
final class Growth implements Scenario {
  private static final int BATCH = 100_000;
  private static final int WRITERS = 2;
  private static final int CONNECTIONS = 4;

  /** A finished run with one op and its events; ids count back from now, a millisecond each, as old ones do (UUIDv7). */
  private static final String FINISHED = """
      with past as (
        select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid as run_id
        from generate_series(?::bigint, ?::bigint) as n),
      runs as (
        insert into job_run (run_id, job_name, job_version, input, output_op, tags, status, ops, open_ops, submitted_at, finished_at)
        select run_id, 'no-op', '1', '{"number":1}', 'run', '{}', 'SUCCEEDED', 1, 0, now(), now() from past),
      ops as (
        insert into op_execution (run_id, op_key, queue, priority, state, attempt, max_attempts, waiting_on, upstream, downstream, ready,
                                  output)
        select run_id, 'run', 'default', 0, 'SUCCEEDED', 1, 3, 0, '{}', '{}', false, '{"number":1}' from past)
      insert into run_event (run_id, op_key, type, attempt, at, actor, detail)
      select run_id, op_key, type, attempt, now(), 'worker-0', detail
      from past
      cross join (values
        (null, 'RUN_SUBMITTED', 0, '{"job":"no-op","ops":{"run":[]}}'), ('run', 'OP_LEASED', 1, null),
        ('run', 'OP_SUCCEEDED', 1, '{"output":"47DEQpj8HBSa-_TImW-5JA"}'), (null, 'RUN_SUCCEEDED', 0, null))
        as e (op_key, type, attempt, detail)""";

  private final int finished;
  private final int runs;

  /**
   * Makes the scenario.
   *
   * @param finished runs in the tables
   * @param runs drained each time
   */
  Growth(int finished, int runs) {
    this.finished = finished;
    this.runs = runs;
  }

  @Override
  public String name() {
    return "grown";
  }

  @Override
  public List<Figure> run(Stand stand, int rounds) throws Exception {
    fill(stand);
    Drain drain = new Drain(name(), runs, 32, false, 0);
    List<Double> empty = new ArrayList<>();
    List<Double> grown = new ArrayList<>();
    for (int round = -2; round < rounds; round++) {
      double inEmpty = drain.once(stand, name() + "_not_" + (round + 2)).drained();
      vacuum(stand);
      double inGrown = drain.once(stand, name()).drained();
      if (round >= 0) {
        empty.add(inEmpty);
        grown.add(inGrown);
      }
    }
    return List.of(
        new Figure("op executions committed, " + runs + " waiting, tables empty", "ops/s", empty),
        new Figure("op executions committed, " + runs + " waiting, " + finished + " finished runs in the tables", "ops/s", grown));
  }

  private void fill(Stand stand) throws Exception {
    stand.database(name(), CONNECTIONS).close();
    Together.run(WRITERS, number -> {
      try (Connection connection = connection(stand); PreparedStatement insert = connection.prepareStatement(FINISHED)) {
        for (long begin = (long) number * BATCH; begin < finished; begin += (long) WRITERS * BATCH) {
          insert.setLong(1, begin);
          insert.setLong(2, Math.min(finished, begin + BATCH) - 1);
          insert.executeUpdate();
        }
      }
    });
  }

  /** Does what autovacuum has done before, where that many runs have come one after the other: else the last drain's dead rows count. */
  private void vacuum(Stand stand) throws SQLException {
    try (Connection connection = connection(stand); Statement vacuum = connection.createStatement()) {
      vacuum.execute("vacuum analyze");
    }
  }

  private Connection connection(Stand stand) throws SQLException {
    Connection connection = DriverManager.getConnection(stand.jdbcUrl(), "postgres", "postgres");
    connection.setSchema(name());
    return connection;
  }
}
