package dev.sluice.core.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.ApiJson;
import dev.sluice.core.api.ForkRequest;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.job.UnusablePayloadException;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that was accepted. Safe for any thread; calls block on the network.
 *
 * @param <O> what the run yields
 */
public final class SubmittedRun<O> {
  /** What they allow is decided where a payload is stored. */
  private static final Payloads PAYLOADS = new Payloads(Long.MAX_VALUE);

  private final CoordinatorClient client;
  private final RunId id;
  private final Class<O> outputType;
  private final boolean created;

  SubmittedRun(CoordinatorClient client, RunId id, Class<O> outputType, boolean created) {
    this.client = client;
    this.id = id;
    this.outputType = outputType;
    this.created = created;
  }

  public RunId id() {
    return id;
  }

  /** Tells whether this very call has started it; false if its idempotency key had started it before. */
  public boolean isNew() {
    return created;
  }

  /**
   * Waits for the run's end and returns its output.
   *
   * @return null if the op that yields it returned null, or was skipped
   * @throws RunNotSucceededException if it failed, was called off, or has not ended in that time: it goes on then
   */
  public @Nullable O result(Duration wait) {
    RunResult result = client.result(id, wait);
    if (result.status() != RunStatus.SUCCEEDED) {
      throw new RunNotSucceededException(result);
    }
    JsonNode output = result.output();
    try {
      return output == null ? null : PAYLOADS.parse(output.toString(), outputType, "the output of run " + id);
    } catch (UnusablePayloadException e) {
      throw new IllegalStateException(e.getMessage() + "; was it written by another version of the job, or is it the run of another job"
          + " under the same idempotency key?", e);
    }
  }

  /** Returns where it stands. */
  public RunStatus status() {
    return client.runWithoutPayloads(id).run().status();
  }

  /** Returns its history in order. */
  public List<RunEvent> events() {
    return client.events(id);
  }

  /** Calls it off; returns false if it had ended already. */
  public boolean cancel(String reason) {
    return client.cancel(id, reason);
  }

  /**
   * Gives an op that awaits a signal what it waits for. The first counts, and it may come early.
   *
   * @throws ApiException {@code signal-refused} if the op has its signal already, waits no more, or waits for none;
   *     {@code unusable-input} if it could not read the payload, and waits on; {@code unknown-op} if there is no such op
   */
  public void signal(String op, Object payload) {
    client.signal(new IdempotencyKey(id, op), payload);
  }

  /**
   * Gives what has failed in it and its sub-jobs new attempts; what has succeeded stays.
   *
   * @throws ApiException {@code nothing-to-retry} if nothing of it has failed and is in quarantine
   */
  public void retryFailed() {
    client.retry(id);
  }

  /** Starts a run that takes over what this one has done before an op, with the code as it is now. */
  public SubmittedRun<O> forkFrom(String op) {
    return fork(new ForkRequest(op, null, null));
  }

  /** Does the same with another input. */
  public SubmittedRun<O> forkFrom(String op, Object input) {
    return fork(new ForkRequest(op, ApiJson.payload(input, "the input of a fork of run " + id), null));
  }

  private SubmittedRun<O> fork(ForkRequest request) {
    AcceptedRun fork = client.fork(id, request);
    return new SubmittedRun<>(client, fork.runId(), outputType, fork.created());
  }
}
