package dev.sluice.testing;

import static dev.sluice.testing.Attempts.attempt;
import static dev.sluice.testing.RunAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionalJobTest {
  private static final class Debit implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.transactional("debit", String.class, (account, context, connection) -> {
        context.outbox("mail", account, "debited");
        return account + " in " + connection.getSchema();
      }));
    }
  }

  private final List<String> calls = new ArrayList<>();

  /** Stands for a database of the user's: tells what is asked of it. */
  private Connection connection() {
    return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
      calls.add(method.getName());
      return method.getName().equals("getSchema") ? "ledger" : null;
    });
  }

  @Test
  void aTransactionalOpIsGivenAConnectionAndCommitsOnIt() {
    TestRun<String> run = JobTest.of(new Debit()).database(this::connection).run("a1");
    assertThat(run).succeeded().yields("a1 in ledger").sent("mail", 1);
    assertThat(calls).containsExactly("setAutoCommit", "getSchema", "commit", "close");
    assertThat(run.messages().get(0).payload()).isEqualTo("\"debited\"");
  }

  @Test
  void whatItsDeadWorkerDidIsRolledBack() {
    TestRun<String> run = JobTest.of(new Debit()).database(this::connection).losingTheWorker("debit", attempt(1)).run("a1");
    assertThat(run).succeeded().attempts("debit", 2).sent("mail", 1);
    assertThat(calls).containsExactly(
        "setAutoCommit", "getSchema", "rollback", "close", "setAutoCommit", "getSchema", "commit", "close");
  }

  @Test
  void withoutADatabaseTheTestEndsAndSaysWhatItLacks() {
    assertThatThrownBy(() -> JobTest.of(new Debit()).run("a1")).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"debit\"").hasMessageContaining("getSchema()").hasMessageContaining(".database(");
  }

  @Test
  void whatTheScriptAnswersForNeedsNoDatabase() {
    assertThat(JobTest.of(new Debit()).answering("debit", "ok").run("a1")).succeeded().yields("ok");
    assertThat(JobTest.of(new Debit()).answering("debit", "ok").failing("debit", attempt(1), new IOException("x")).run("a1")).succeeded()
        .attempts("debit", 2);
  }
}
