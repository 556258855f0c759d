package dev.sluice.core.job;

import java.sql.Connection;

/** The code of a transactional op with 3 inputs: its SQL on the connection and its result are committed together. */
@FunctionalInterface
public interface TransactionalFunction3<A, B, C, T> {
  T run(A first, B second, C third, OpContext context, Connection connection) throws Exception;
}
