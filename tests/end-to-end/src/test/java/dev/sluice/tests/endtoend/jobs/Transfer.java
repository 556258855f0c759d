package dev.sluice.tests.endtoend.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Retry;
import java.sql.PreparedStatement;

/** Writes a row of the application's own and a message, together with its result; every third run fails once after its SQL. */
public final class Transfer implements JobSource<Transfer.Input, Transfer.Output> {
  /**
   * What to transfer.
   *
   * @param number tells runs apart
   * @param file where the sink writes
   */
  public record Input(int number, String file) {}

  /** The attempt that was committed. */
  public record Output(int attempt) {}

  @Override
  public Job<Input, Output> define(JobBuilder<Input> job) {
    return job.output(job.transactional("transfer", Output.class, (input, context, connection) -> {
      try (PreparedStatement insert = connection.prepareStatement("insert into public.transfers (op, attempt) values (?, ?)")) {
        insert.setString(1, context.idempotencyKey().toString());
        insert.setInt(2, context.attempt());
        insert.executeUpdate();
      }
      context.outbox("transfers", Integer.toString(input.number() % 3), input);
      if (input.number() % 3 == 0 && context.attempt() == 1) {
        throw new IllegalStateException("after its SQL");
      }
      try (PreparedStatement linger = connection.prepareStatement("select pg_sleep(0.1)")) {
        linger.execute();
      }
      return new Output(context.attempt());
    }).retry(Retry.exponential(5)));
  }
}
