package dev.sluice.core.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the hands of a transactional op: all but the end of the transaction, which is the platform's, and none of it once
 * the op has returned. As safe for several threads as the connection itself.
 */
final class LentConnection implements AutoCloseable {
  private static final Set<String> ENDS = Set.of("commit", "close", "abort", "setAutoCommit", "setTransactionIsolation", "setReadOnly");

  private final Connection lender;
  private final String op;
  private final Connection lent;
  private volatile boolean returned;

  LentConnection(Connection lender, String op) {
    this.lender = lender;
    this.op = op;
    this.lent = (Connection) Proxy.newProxyInstance(
        LentConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> call(method, arguments));
  }

  Connection connection() {
    return lent;
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && arguments[0] == lent;
        case "hashCode" -> System.identityHashCode(this);
        default -> "the connection of op \"" + op + "\"";
      };
    }
    if (returned) {
      throw new SQLException("op \"" + op + "\" has ended, and its transaction with it: " + method.getName() + "() came too late");
    }
    if (endsTheTransaction(method, arguments)) {
      throw new SQLException(method.getName() + "() is refused: the transaction of op \"" + op
          + "\" is the platform's, so that its SQL and its result stand or fall together. Return to commit, throw to roll back");
    }
    try {
      return method.invoke(lender, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static boolean endsTheTransaction(Method method, Object @Nullable [] arguments) {
    if (method.getName().equals("rollback")) {
      return arguments == null || !(arguments[0] instanceof Savepoint);
    }
    return ENDS.contains(method.getName());
  }

  /** The op has returned: the connection is no longer its own. */
  @Override
  public void close() {
    returned = true;
  }
}
