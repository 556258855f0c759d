package dev.sluice.core.job;

import dev.sluice.core.command.Program;
import dev.sluice.core.command.ProgramCall;
import dev.sluice.core.command.ProgramException;
import dev.sluice.core.run.IdempotencyKey;
import java.io.IOException;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The code of a command op: writes its task, runs the program, reads its result.
 *
 * @param job name of the job, for messages
 * @param op name of the op
 * @param type what the result is read as
 * @param program what is run
 */
record CommandBody(String job, String op, Class<?> type, Program program) implements OpBody {
  /** Sizes are limited where the result is stored, and by the program's own limit. */
  private static final Payloads JSON = new Payloads(Long.MAX_VALUE);

  @Override
  public @Nullable Object run(Supplier<Object> input, List<Object> upstream, OpContext context, @Nullable Connection connection) throws Exception {
    String where = "job \"" + job + "\", op \"" + op + "\": ";
    IdempotencyKey key = context.idempotencyKey();
    CommandTask task = new CommandTask(CommandTask.VERSION, key.runId().toString(), job, op, context.attempt(), key.toString(),
        context.deadline().equals(Instant.MAX) ? null : context.deadline(), context.tags(), upstream.isEmpty() ? input.get() : upstream.get(0));
    // The same for programs that read no JSON.
    Map<String, String> variables = Map.of("SLUICE_RUN_ID", task.runId(), "SLUICE_JOB", job, "SLUICE_OP", op,
        "SLUICE_ATTEMPT", Integer.toString(task.attempt()), "SLUICE_IDEMPOTENCY_KEY", task.idempotencyKey());
    ProgramCall call = new ProgramCall(program, variables, line -> context.logger().info("{}", line));
    String result;
    try {
      result = call.run(JSON.write(task, where + "the task of " + program.name()));
    } catch (ProgramException e) {
      if (e.isWorthAnotherAttempt()) {
        throw e;
      }
      throw new NonRetryableException(where + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(where + program.name() + " cannot be started now: " + e.getMessage(), e);
    }
    if (result.isBlank()) {
      throw new NonRetryableException(where + program.name() + " wrote nothing on standard output: its result is one JSON value, null at least");
    }
    return JSON.parseWhole(result, type, where + "the result of " + program.name());
  }

  @Override
  public String version() {
    return "|" + program.version();
  }
}
