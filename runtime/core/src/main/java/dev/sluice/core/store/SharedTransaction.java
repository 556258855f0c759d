package dev.sluice.core.store;

import dev.sluice.core.outbox.OutboxMessage;
import java.sql.Connection;
import java.util.List;
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

  /** What is to be written to the outbox in the same commit; asked for after the work. */
  default List<OutboxMessage> outbox() {
    return List.of();
  }
}
