package dev.sluice.coordinator.api;

import dev.sluice.core.job.Payloads;
import dev.sluice.core.payload.PayloadAddress;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.Run;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts payloads in the place of references to them, for those who ask. Safe for any thread; blocks on the payload store. */
final class WholePayloads {
  /** How many fetches run at a time where the caller must not block; more wait, so that they do not fill the memory. */
  private static final int FETCHES = 4;
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Payloads payloads;
  private final ThreadPoolExecutor fetches;

  WholePayloads(Payloads payloads) {
    this.payloads = payloads;
    this.fetches = new ThreadPoolExecutor(FETCHES, FETCHES, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
      Thread thread = new Thread(task, "payload fetch");
      thread.setDaemon(true);
      return thread;
    });
    fetches.allowCoreThreadTimeOut(true);
  }

  /** Returns a run with its input and output. */
  Run of(Run run) {
    return run.with(payloads.text(run.input(), "the input of run " + run.id()), outputOf(run));
  }

  /** Returns a run with its output; its input may be a reference still. */
  Run withOutput(Run run) {
    return run.with(run.input(), outputOf(run));
  }

  private @Nullable String outputOf(Run run) {
    return run.output() == null ? null : payloads.text(run.output(), "the output of run " + run.id());
  }

  /** Returns an op execution with its output. */
  IdempotencyRecord of(IdempotencyRecord op) {
    return op.output() == null ? op : op.with(payloads.text(op.output(), "the output of op " + op.key()));
  }

  /** Returns what runs the rest of an answer: the calling thread, or another one if the output must be fetched. */
  Executor executorFor(Run run) {
    return run.output() != null && PayloadAddress.isReference(run.output()) ? fetches : Runnable::run;
  }
}
