package dev.sluice.core.job;

import java.sql.Connection;

/** The code of a transactional op with 5 inputs: its SQL on the connection and its result are committed together. */
@FunctionalInterface
public interface TransactionalFunction5<A, B, C, D, E, T> {
  T run(A first, B second, C third, D fourth, E fifth, OpContext context, Connection connection) throws Exception;
}
