package dev.sluice.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.run.ExecutionResult;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Lease;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.EndedTransactionException;
import dev.sluice.core.store.SharedTransaction;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Random;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransactionalOpTest {
  record Amount(int euros) {}

  /** One transactional op, and one that takes its output. */
  private record Debit(TransactionalFunction1<Amount, Amount> code) implements JobSource<Amount, Amount> {
    @Override
    public Job<Amount, Amount> define(JobBuilder<Amount> job) {
      Op<Amount> debit = job.transactional("debit", Amount.class, code);
      return job.output(job.transactional("book", Amount.class, debit, (amount, context, connection) -> {
        connection.createStatement();
        return new Amount(amount.euros() + 1);
      }));
    }
  }

  /** A store that lets through what it is told to, and knows what it was asked. */
  private static final class Desk implements AttemptDesk {
    final List<String> calls = new ArrayList<>();
    boolean current = true;
    @Nullable String committed;

    @Override
    public boolean commitTogether(SharedTransaction work) throws Exception {
      Connection connection = (Connection) Proxy.newProxyInstance(
          Desk.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
            calls.add(method.getName());
            return null;
          });
      committed = work.run(connection).filter(output -> current).orElse(null);
      work.outbox().forEach(message -> calls.add("outbox " + message.idempotencyKey() + " " + message.key() + " " + message.payload()));
      return committed != null;
    }

    @Override
    public boolean saveCheckpoint(String payload) {
      return current;
    }

    @Override
    public void progress(long done, long total) {
      throw new IllegalStateException("no op here tells its progress");
    }

    @Override
    public Optional<String> checkpoint() {
      return Optional.empty();
    }
  }

  private final Desk desk = new Desk();
  private final AttemptSignal signal = new AttemptSignal();

  private Optional<ExecutionResult> run(String op, Map<String, String> outputs, TransactionalFunction1<Amount, Amount> code) {
    OpRunner runner = new OpRunner(JobRegistry.of(List.of(new Debit(code))), new Payloads(1_000),
        new RunPlanner(InstantSource.system(), new Random(1), new Payloads(1_000), 3), InstantSource.system(),
        (after, action) -> () -> {});
    LeaseToken token = new LeaseToken(new IdempotencyKey(RunId.parse("01900000-0000-7000-8000-000000000001"), op), 1);
    return runner.run(
        new Lease(token, "debit", "v1", "default", 0, 3, Instant.MAX, "{\"euros\":5}", outputs, Map.of()), signal, desk);
  }

  private ExecutionResult.Failure failure(TransactionalFunction1<Amount, Amount> code) {
    return (ExecutionResult.Failure) run("debit", Map.of(), code).orElseThrow();
  }

  @Test
  void itsOutputIsCommittedWithItsSql() {
    assertThat(run("debit", Map.of(), (amount, context, connection) -> {
      connection.prepareStatement("update");
      return new Amount(-amount.euros());
    })).contains(new ExecutionResult.Success("{\"euros\":-5}"));
    assertThat(desk.committed).isEqualTo("{\"euros\":-5}");
    assertThat(run("book", Map.of("debit", "{\"euros\":7}"), (amount, context, connection) -> amount))
        .contains(new ExecutionResult.Success("{\"euros\":8}"));
    assertThat(desk.calls).containsExactly("prepareStatement", "createStatement");
  }

  @Test
  void itCannotEndItsTransaction() {
    run("debit", Map.of(), (amount, context, connection) -> {
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class)
          .hasMessageStartingWith("commit() is refused: the transaction of op \"debit\" is the platform's");
      assertThatThrownBy(connection::rollback).hasMessageContaining("throw to roll back");
      assertThatThrownBy(connection::close).hasMessageContaining("refused");
      assertThatThrownBy(() -> connection.setAutoCommit(true)).hasMessageContaining("refused");
      connection.setSavepoint();
      return amount;
    });
    assertThat(desk.calls).containsExactly("setSavepoint");
  }

  @Test
  void itsConnectionIsOfNoUseAfterIt() {
    List<Connection> kept = new ArrayList<>();
    run("debit", Map.of(), (amount, context, connection) -> {
      kept.add(connection);
      return amount;
    });
    assertThatThrownBy(() -> kept.get(0).createStatement()).hasMessageContaining("op \"debit\" has ended");
  }

  @Test
  void aRefusedCommitIsAFailureAndNeverASuccess() {
    desk.current = false;
    ExecutionResult.Failure refused = failure((amount, context, connection) -> amount);
    assertThat(refused.cause().type()).isEqualTo(OpRunner.FENCED);
    assertThat(refused.retryable()).isTrue();
  }

  @Test
  void aCancelDuringItKeepsItsSqlBack() {
    assertThat(run("debit", Map.of(), (amount, context, connection) -> {
      signal.stop(StopReason.CANCELED);
      return amount;
    }).orElseThrow()).isInstanceOf(ExecutionResult.Canceled.class);
    assertThat(desk.committed).isNull();
  }

  @Test
  void aLostConflictIsTriedAgainAndAnEndedTransactionIsNot() {
    assertThat(failure((amount, context, connection) -> {
      throw new SQLTransactionRollbackException("deadlock detected", "40P01");
    }).retryable()).isTrue();
    assertThat(failure((amount, context, connection) -> {
      throw new EndedTransactionException(new LeaseToken(context.idempotencyKey(), 1));
    }).retryable()).isFalse();
  }

  @Test
  void itsOutboxIsCommittedWithIt() {
    run("debit", Map.of(), (amount, context, connection) -> {
      context.outbox("mail", "ada", amount);
      context.outbox("mail", "bob", List.of(1));
      return amount;
    });
    assertThat(desk.calls).containsExactly(
        "outbox 01900000-0000-7000-8000-000000000001/debit#1 ada {\"euros\":5}",
        "outbox 01900000-0000-7000-8000-000000000001/debit#2 bob [1]");
  }
}
