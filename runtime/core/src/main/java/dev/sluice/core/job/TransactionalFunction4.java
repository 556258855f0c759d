package dev.sluice.core.job;

import java.sql.Connection;

/** The code of a transactional op with 4 inputs: its SQL on the connection and its result are committed together. */
@FunctionalInterface
public interface TransactionalFunction4<A, B, C, D, T> {
  T run(A first, B second, C third, D fourth, OpContext context, Connection connection) throws Exception;
}
