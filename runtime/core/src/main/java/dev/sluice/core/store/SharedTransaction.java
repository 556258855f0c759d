package dev.sluice.core.store;

import java.sql.Connection;
import java.util.Optional;

/** Work whose SQL is committed together with its result. */
@FunctionalInterface
public interface SharedTransaction {
  /**
   * Does the work on the transaction's connection, whose end is the store's.
   *
   * @return the output as JSON text; empty to roll everything back
   */
  Optional<String> run(Connection connection) throws Exception;
}
