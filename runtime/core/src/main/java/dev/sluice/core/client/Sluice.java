package dev.sluice.core.client;

import dev.sluice.contract.Setting;
import dev.sluice.contract.SettingSource;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.run.RunId;
import java.net.URI;
import java.util.function.UnaryOperator;

/**
 * Where a Java program starts runs and watches them: in a service, a {@code main} or a test. Typed by the job, so that an input of
 * another type does not compile and a result needs no cast. Safe for any thread; calls block on the network, and throw what
 * {@link CoordinatorClient} throws.
 */
public final class Sluice {
  private final CoordinatorClient client;

  private Sluice(CoordinatorClient client) {
    this.client = client;
  }

  /**
   * Talks to the coordinator at an address such as {@code http://127.0.0.1:8080}; the stack has it as output
   * {@code SLUICE_COORDINATOR_URL}.
   */
  public static Sluice connect(URI coordinator) {
    return new Sluice(new CoordinatorClient(coordinator));
  }

  /**
   * Talks to the coordinator that the environment names in {@code SLUICE_COORDINATOR_URL}.
   *
   * @throws IllegalStateException if it names none
   */
  public static Sluice connect() {
    String address = SettingSource.environment().values().get(Setting.COORDINATOR_URL.key());
    if (address == null) {
      throw new IllegalStateException("set " + Setting.COORDINATOR_URL.key() + " to the coordinator's address, for example "
          + "http://127.0.0.1:8080, or give it to Sluice.connect(URI); 'sluice up' prints it");
    }
    return connect(URI.create(address));
  }

  /** Submits a run; it is durable when this returns. */
  public <I, O> SubmittedRun<O> submit(JobSource<I, O> job, I input) {
    return submit(job, input, request -> request);
  }

  /** Submits a run once: given the same key again, the first run is returned. */
  public <I, O> SubmittedRun<O> submit(JobSource<I, O> job, I input, String idempotencyKey) {
    return submit(job, input, request -> request.withIdempotencyKey(idempotencyKey));
  }

  /** Submits a run on terms of its own: key, tags, priority, tenant. */
  public <I, O> SubmittedRun<O> submit(JobSource<I, O> source, I input, UnaryOperator<SubmitRequest> terms) {
    Job<I, O> job = JobBuilder.define(source);
    AcceptedRun accepted = client.submit(terms.apply(SubmitRequest.of(job.name(), input)));
    return new SubmittedRun<>(client, accepted.runId(), job.outputType(), accepted.created());
  }

  /** Returns a run that was submitted before, by this program or another. */
  public <O> SubmittedRun<O> run(JobSource<?, O> job, RunId runId) {
    return new SubmittedRun<>(client, runId, JobBuilder.define(job).outputType(), false);
  }

  /** Returns everything else that the coordinator answers. */
  public CoordinatorClient coordinator() {
    return client;
  }
}
