package dev.sluice.tests.endtoend.chaos.jobs;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.Retry;
import java.sql.PreparedStatement;
import java.time.Duration;

/**
 * Entries of an account, one after the other, each a row of the application's own and a message for a {@link Journal}; every fifth fails once
 * after its SQL.
 */
public final class Posting implements JobSource<Posting.Entry, Integer> {
  /** Rows, in the order in which they were written. */
  public static final String TABLE =
      "create table public.posting (id bigserial primary key, account text not null, number int not null, op text not null, attempt int not null)";

  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * Which entry of which account.
   *
   * @param journal file of the journal
   */
  public record Entry(String account, int number, String journal) {}

  @Override
  public Job<Entry, Integer> define(JobBuilder<Entry> job) {
    Op<Entry> checked = job.op("check", Entry.class, (entry, context) -> entry);
    Op<Integer> posted = job.transactional("post", Integer.class, checked, (entry, context, connection) -> {
      String sql = "insert into public.posting (account, number, op, attempt) values (?, ?, ?, ?)";
      try (PreparedStatement insert = connection.prepareStatement(sql)) {
        insert.setString(1, entry.account());
        insert.setInt(2, entry.number());
        insert.setString(3, context.idempotencyKey().toString());
        insert.setInt(4, context.attempt());
        insert.executeUpdate();
      }
      context.outbox(Journal.TOPIC, entry.account(), entry);
      if (entry.number() % 5 == 0 && context.attempt() == 1) {
        throw new IllegalStateException("after its SQL");
      }
      return entry.number();
    }).orderedBy(Entry.class, Entry::account).retry(new Retry(50, PAUSE, 1, PAUSE, 0)); // the account waits for it
    return job.output(job.op("confirm", Integer.class, posted, (number, context) -> number));
  }
}
