package dev.sluice.testing;

import dev.sluice.core.job.OpBody;
import dev.sluice.core.job.OpContext;
import dev.sluice.core.run.LeaseToken;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The code of an op with the script around it. */
record ScriptedCode(OpBody code, Script script, RunningAttempt running) implements OpBody {
  @Override
  public @Nullable Object run(Supplier<Object> input, List<Object> upstream, OpContext context, @Nullable Connection connection)
      throws Exception {
    LeaseToken attempt = running.token();
    script.of(Script.CallsOff.class, attempt).ifPresent(deed -> running.callOff(deed.reason()));
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
