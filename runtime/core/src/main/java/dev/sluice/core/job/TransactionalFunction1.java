package dev.sluice.core.job;

import java.sql.Connection;

/** The code of a transactional op with 1 input: its SQL on the connection and its result are committed together. */
@FunctionalInterface
public interface TransactionalFunction1<A, T> {
  T run(A first, OpContext context, Connection connection) throws Exception;
}
