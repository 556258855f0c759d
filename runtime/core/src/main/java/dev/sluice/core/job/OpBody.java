package dev.sluice.core.job;

import java.sql.Connection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The code of an op, whatever its arity: what {@link JobBuilder} makes of the typed functions. */
@FunctionalInterface
public interface OpBody {
  /**
   * Runs the op.
   *
   * @param input gives the run's input, read as the job's input type when it is first asked for
   * @param upstream outputs of the upstream ops in the order of their edges
   * @param connection to the database of the op's transaction; null unless the op is transactional
   */
  @Nullable Object run(Supplier<Object> input, List<Object> upstream, OpContext context, @Nullable Connection connection) throws Exception;

  /** What the version of the job says of this code: nothing for Java, which comes with the worker, and what a command op runs. */
  default String version() {
    return "";
  }
}
