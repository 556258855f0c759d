package dev.sluice.tests.endtoend.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.sql.ResultSet;
import java.sql.Statement;

/** Makes the table of the transfers if there is none, and counts what it holds. */
public final class Transfers implements JobSource<Transfers.Input, Transfers.Output> {
  /** Nothing. */
  public record Input() {}

  /**
   * What the table holds.
   *
   * @param rows all of them
   * @param ops distinct op executions
   */
  public record Output(int rows, int ops) {}

  @Override
  public Job<Input, Output> define(JobBuilder<Input> job) {
    return job.output(job.transactional("count", Output.class, (input, context, connection) -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("create table if not exists public.transfers (op text not null, attempt integer not null)");
        try (ResultSet row = statement.executeQuery("select count(*), count(distinct op) from public.transfers")) {
          row.next();
          return new Output(row.getInt(1), row.getInt(2));
        }
      }
    }));
  }
}
