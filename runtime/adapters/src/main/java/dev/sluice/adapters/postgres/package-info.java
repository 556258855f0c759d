/**
 * PostgreSQL as the authority: one class a table or a step of the protocol, and {@link
 * dev.sluice.adapters.postgres.PostgresRunStore} that joins them in transactions. Only this package sees JDBC.
 *
 * <p>Lock order: rows of job_run by run id, then lanes by their keys ({@link dev.sluice.adapters.postgres.Lanes}), then op executions of those
 * runs, then, once a transaction ({@link dev.sluice.adapters.postgres.Settlement#finish}), op executions of whatever run whose turn has
 * come in those lanes, rate limits, shares and slots by their keys. The row of an op that waits for a sub-job is taken by whoever ends that, who
 * holds the sub-job's run; whoever calls off a parent has locked the whole tree by then. Everything else is taken with SKIP LOCKED, which
 * rarely waits (ARCHITECTURE.md, Locks). Siblings' attempts take their own rows before the run ({@link
 * dev.sluice.adapters.postgres.SuccessStatements#SIBLINGS}): RUNNING rows, which who holds the run only writes for the very same attempt;
 * if one of them turns out to be another's now, they let go of all of them.
 */
@NullMarked
package dev.sluice.adapters.postgres;

import org.jspecify.annotations.NullMarked;
