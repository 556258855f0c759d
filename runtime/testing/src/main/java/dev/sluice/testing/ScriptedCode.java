package dev.sluice.testing;

import dev.sluice.core.job.OpBody;
import dev.sluice.core.job.OpContext;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.RunId;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The code of an op with the script around it.
 *
 * @param callOff calls off the run of the attempt that is running
 */
record ScriptedCode(OpBody code, Script script, BiConsumer<RunId, String> callOff) implements OpBody {
  @Override
  public @Nullable Object run(Supplier<Object> input, List<Object> upstream, OpContext context, @Nullable Connection connection)
      throws Exception {
    LeaseToken attempt = new LeaseToken(context.idempotencyKey(), context.attempt());
    script.of(Script.CallsOff.class, attempt).ifPresent(deed -> callOff.accept(attempt.key().runId(), deed.reason()));
    Optional<Script.Fails> failure = script.of(Script.Fails.class, attempt);
    if (failure.isPresent()) {
      if (failure.get().with() instanceof Error error) {
        throw error;
      }
      throw (Exception) failure.get().with();
    }
    Optional<Script.Answers> answer = script.of(Script.Answers.class, attempt);
    return answer.isPresent() ? answer.get().with() : code.run(input, upstream, context, connection);
  }
}
