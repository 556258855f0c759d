package dev.sluice.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndsTest {
  private final List<String> calls = new ArrayList<>();

  private Connection failingAt(Set<String> failing) {
    return (Connection) Proxy.newProxyInstance(EndsTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
      calls.add(method.getName());
      if (failing.contains(method.getName())) {
        throw new SQLException("no " + method.getName());
      }
      return null;
    });
  }

  @Test
  void whatIsRolledBackMayBeUsedAgain() {
    Ends.rollBack(new HikariDataSource(), failingAt(Set.of()), new IllegalStateException("why"));

    assertThat(calls).containsExactly("rollback", "setAutoCommit");
  }

  @Test
  void whatCannotBeRolledBackIsEndedAndNeverCommitted() {
    Exception failure = new IllegalStateException("why");

    Ends.rollBack(new HikariDataSource(), failingAt(Set.of("rollback", "abort")), failure);

    assertThat(calls).containsExactly("rollback", "abort");
    assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).containsExactly("no rollback", "no abort");
  }
}
