package dev.sluice.core.job;

import java.sql.Connection;

/** The code of a transactional op with 2 inputs: its SQL on the connection and its result are committed together. */
@FunctionalInterface
public interface TransactionalFunction2<A, B, T> {
  T run(A first, B second, OpContext context, Connection connection) throws Exception;
}
