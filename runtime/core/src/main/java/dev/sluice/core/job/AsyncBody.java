package dev.sluice.core.job;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The code of an op that returns a future: waits for it, and cancels it when the attempt is told to stop.
 *
 * @param op name of the op, for messages
 * @param body returns the future
 */
record AsyncBody(String op, OpBody body) implements OpBody {
  @Override
  public @Nullable Object run(Supplier<Object> input, List<Object> upstream, OpContext context, @Nullable Connection connection) throws Exception {
    Object stage = body.run(input, upstream, context, connection);
    if (stage == null) {
      throw new NonRetryableException("op \"" + op + "\" returned null in place of a future");
    }
    Future<?> future = ((CompletionStage<?>) stage).toCompletableFuture();
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /** What the code failed with, which is what a {@link Retry} looks at, and not how it came here. */
  private static Exception failure(Throwable wrapped) {
    Throwable cause = wrapped;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    throw AsyncBody.<RuntimeException>as(cause);
  }

  /** A future may fail with what is neither exception nor error. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E as(Throwable cause) throws E {
    throw (E) cause;
  }
}
