/**
 * PostgreSQL as the authority: one class a table or a step of the protocol, and {@link
 * dev.sluice.adapters.postgres.PostgresRunStore} that joins them in transactions. Only this package sees JDBC.
 *
 * <p>Lock order, which makes deadlocks impossible: rows of job_run by run id, then op executions of those runs. Everything else is
 * taken with SKIP LOCKED and never waits.
 */
@NullMarked
package dev.sluice.adapters.postgres;

import org.jspecify.annotations.NullMarked;
