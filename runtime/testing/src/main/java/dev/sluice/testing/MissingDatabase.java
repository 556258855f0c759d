package dev.sluice.testing;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands where a test gives no database: a transaction can begin and end on its connections, so that transactional ops whose code the
 * script answers for run all the same, and nothing else can be done with them. For one thread.
 */
final class MissingDatabase implements Supplier<Connection> {
  private static final Set<String> NOTHING_TO_DO =
      Set.of("setAutoCommit", "commit", "rollback", "close", "isClosed", "toString", "hashCode", "equals", "getAutoCommit");

  private @Nullable String used;

  @Override
  public Connection get() {
    return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
      if (!NOTHING_TO_DO.contains(method.getName())) {
        used = method.getName();
        throw new IllegalStateException("this test has no database");
      }
      return switch (method.getName()) {
        case "isClosed", "getAutoCommit", "equals" -> false;
        case "hashCode" -> 0;
        case "toString" -> "no database";
        default -> null;
      };
    });
  }

  /**
   * Ends the test whose op needed a database.
   *
   * @throws IllegalStateException if one was used
   */
  void refuse(String op) {
    if (used != null) {
      throw new IllegalStateException("op \"" + op + "\" is transactional and called " + used + "() of its connection, and this test has no"
          + " database: give it one with .database(() -> dataSource.getConnection()), or answer for the op with .answering(...)");
    }
  }
}
