package dev.sluice.core.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.AcceptedRuns;
import dev.sluice.core.api.ApiJson;
import dev.sluice.core.api.DeadLetterDetail;
import dev.sluice.core.api.DeadLetterOrder;
import dev.sluice.core.api.DeadLetterReceipt;
import dev.sluice.core.api.DeadLetterView;
import dev.sluice.core.api.ForkRequest;
import dev.sluice.core.api.JobView;
import dev.sluice.core.api.OutboxMessageView;
import dev.sluice.core.api.OutboxOrder;
import dev.sluice.core.api.OutboxReceipt;
import dev.sluice.core.api.OutboxView;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.RunTree;
import dev.sluice.core.api.RunView;
import dev.sluice.core.api.ScheduleView;
import dev.sluice.core.api.SubmitRequest;
import dev.sluice.core.outbox.OutboxFilter;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.RunEvent;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.QueueBacklog;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.time.Pause;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The coordinator's API as Java calls. Safe for any thread; every call blocks on the network, and may throw
 * {@link ApiException} (refused, with the reason) or {@link CoordinatorUnreachableException} (nobody answers).
 */
public final class CoordinatorClient {
  /** Longest wait of one request; a longer one is made of several. */
  private static final Duration LONGEST_POLL = Duration.ofSeconds(20);
  private static final Duration POLL_SLACK = Duration.ofSeconds(10);
  private static final Duration PAUSE_BETWEEN_POLLS = Duration.ofMillis(20);

  private final ApiCalls calls;

  /** Makes a client of the coordinator at an address such as {@code http://127.0.0.1:8080}. */
  public CoordinatorClient(URI address) {
    this.calls = new ApiCalls(address);
  }

  /** Submits a run; it is durable when this returns. */
  public AcceptedRun submit(SubmitRequest request) {
    return calls.read(calls.post("/v1/runs", request), new TypeReference<>() {});
  }

  /** Submits runs, all or none; one answer a request, in their order. */
  public List<AcceptedRun> submitAll(List<SubmitRequest> requests) {
    AcceptedRuns accepted = calls.read(calls.post("/v1/runs:batch", requests), new TypeReference<>() {});
    return accepted.runs();
  }

  /** Returns a run with its op executions. */
  public RunDetail run(RunId runId) {
    return get("/v1/runs/" + runId, new TypeReference<>() {});
  }

  /** Returns a run with its op executions, and neither its input nor any output: for runs of many ops, whose outputs are long together. */
  public RunDetail runWithoutPayloads(RunId runId) {
    return get("/v1/runs/" + runId + "?outputs=false", new TypeReference<>() {});
  }

  /** Lists runs without their payloads, newest first. */
  public List<RunView> runs(RunFilter filter) {
    StringBuilder query = new StringBuilder("?limit=" + filter.limit());
    filter.jobName().ifPresent(job -> query.append("&job=").append(URLEncoder.encode(job, StandardCharsets.UTF_8)));
    filter.before().ifPresent(before -> query.append("&before=").append(before));
    return get("/v1/runs" + query, new TypeReference<>() {});
  }

  /**
   * Waits for a run to end.
   *
   * @return how it ended; not terminal if the time was over first
   */
  public RunResult result(RunId runId, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Duration poll = left.compareTo(LONGEST_POLL) < 0 ? left : LONGEST_POLL;
      String path = "/v1/runs/" + runId + "/result?wait=" + poll.toMillis() + "ms";
      RunResult result = calls.read(calls.get(path, poll.plus(POLL_SLACK)), new TypeReference<>() {});
      if (result.isTerminal() || System.nanoTime() >= deadline || !pausedBetweenPolls()) {
        return result;
      }
    }
  }

  /** A coordinator that is stopping answers at once: a short pause keeps that from becoming a tight loop. */
  private static boolean pausedBetweenPolls() {
    try {
      Pause.REAL.pause(PAUSE_BETWEEN_POLLS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Calls a run off.
   *
   * @return false if it had ended already
   */
  public boolean cancel(RunId runId, String reason) {
    try {
      calls.post("/v1/runs/" + runId + ":cancel", Map.of("reason", reason));
      return true;
    } catch (ApiException e) {
      if (e.code().equals("run-already-ended")) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Gives an op of a run the signal that it waits for. The first counts, and it may come early.
   *
   * @param payload what the op is to take; written as JSON
   * @throws ApiException {@code signal-refused} if the op has its signal already, waits no more, or waits for none;
   *     {@code unusable-input} if it could not read the payload, and waits on; {@code unknown-run} if there is no such op
   */
  public void signal(IdempotencyKey op, Object payload) {
    calls.post("/v1/runs/" + op.runId() + "/ops/" + encoded(op.opKey()) + ":signal", Map.of("payload", ApiJson.payload(payload, "the signal")));
  }

  /** Returns a run with its sub-jobs, and theirs. */
  public RunTree tree(RunId runId) {
    return get("/v1/runs/" + runId + "/tree", new TypeReference<>() {});
  }

  /**
   * Gives what has failed in a run and its sub-jobs new attempts, so that it goes on from there; what has succeeded stays.
   *
   * @throws ApiException {@code nothing-to-retry} if nothing of the run has failed and is in quarantine
   */
  public DeadLetterReceipt retry(RunId runId) {
    return calls.read(calls.post("/v1/runs/" + runId + ":retry", Map.of()), new TypeReference<>() {});
  }

  /** Starts a run that takes over what another has done before an op. */
  public AcceptedRun fork(RunId runId, ForkRequest request) {
    return calls.read(calls.post("/v1/runs/" + runId + ":fork", request), new TypeReference<>() {});
  }

  /** Returns the history of a run in order. */
  public List<RunEvent> events(RunId runId) {
    return get("/v1/runs/" + runId + "/events", new TypeReference<>() {});
  }

  /**
   * Returns a page of the history of all runs.
   *
   * <p>Under load a page may lack an event whose transaction commits later with a smaller sequence: to follow the history, read again
   * from some seconds back. {@code sluice verify} does not depend on it.
   *
   * @param after sequence of the last event of the page before, 0 for the first page
   * @param limit at most so many; an empty page is the end for now
   */
  public List<RunEvent> eventsAfter(long after, int limit) {
    byte[] lines = calls.get("/v1/events?after=" + after + "&limit=" + limit, ApiCalls.TIMEOUT);
    return new String(lines, StandardCharsets.UTF_8).lines()
        .map(line -> calls.read(line.getBytes(StandardCharsets.UTF_8), new TypeReference<RunEvent>() {}))
        .toList();
  }

  /** Lists what failed for good, in the order of the keys; {@link DeadLetterFilter#keys()} is not looked at. */
  public List<DeadLetterView> deadLetters(DeadLetterFilter filter) {
    StringBuilder query = new StringBuilder("?limit=" + filter.limit() + "&olderThan=" + filter.olderThan().toMillis() + "ms");
    filter.jobName().ifPresent(job -> query.append("&job=").append(encoded(job)));
    filter.queue().ifPresent(queue -> query.append("&queue=").append(encoded(queue)));
    filter.causeType().ifPresent(cause -> query.append("&cause=").append(encoded(cause)));
    filter.after().ifPresent(after -> query.append("&after=").append(encoded(after.toString())));
    return get("/v1/dead-letters" + query, new TypeReference<>() {});
  }

  /** Shows one of them with its attempts, its input and what it was given. */
  public DeadLetterDetail deadLetter(IdempotencyKey key) {
    return get("/v1/dead-letters/" + key.runId() + "/" + encoded(key.opKey()), new TypeReference<>() {});
  }

  /** Gives dead letters new attempts; repeating it does nothing twice. */
  public DeadLetterReceipt redrive(DeadLetterOrder order) {
    return calls.read(calls.post("/v1/dead-letters:redrive", order), new TypeReference<>() {});
  }

  /** Takes dead letters out of quarantine for good. */
  public DeadLetterReceipt drop(DeadLetterOrder order) {
    return calls.read(calls.post("/v1/dead-letters:drop", order), new TypeReference<>() {});
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Lists the jobs that can be submitted. */
  public List<JobView> jobs() {
    return get("/v1/jobs", new TypeReference<>() {});
  }

  /** Lists the schedules by name. */
  public List<ScheduleView> schedules() {
    return get("/v1/schedules", new TypeReference<>() {});
  }

  /** Stops a schedule from starting runs; what ticks until it is resumed starts nothing. */
  public ScheduleView pauseSchedule(String name) {
    return calls.read(calls.post("/v1/schedules/" + encoded(name) + "/pause", Map.of()), new TypeReference<>() {});
  }

  /** Lets a schedule start runs again, from its next tick on. */
  public ScheduleView resumeSchedule(String name) {
    return calls.read(calls.post("/v1/schedules/" + encoded(name) + "/resume", Map.of()), new TypeReference<>() {});
  }

  /** Starts a run of a schedule now, beside its ticks, paused or not. */
  public AcceptedRun triggerSchedule(String name) {
    return calls.read(calls.post("/v1/schedules/" + encoded(name) + "/trigger", Map.of()), new TypeReference<>() {});
  }

  /** Starts a run like {@link #triggerSchedule(String)}; given the same key twice, the second call returns the first run. */
  public AcceptedRun triggerSchedule(String name, String idempotencyKey) {
    return calls.read(calls.post("/v1/schedules/" + encoded(name) + "/trigger", Map.of("idempotencyKey", idempotencyKey)),
        new TypeReference<>() {});
  }

  /** Measures the queues that have work. */
  public List<QueueBacklog> backlog() {
    return get("/v1/backlog", new TypeReference<>() {});
  }

  /** Measures the outboxes that hold messages. */
  public List<OutboxView> outbox() {
    return get("/v1/outbox", new TypeReference<>() {});
  }

  /** Lists messages that are committed and not delivered, the oldest first; {@link OutboxFilter#messages()} is not looked at. */
  public List<OutboxMessageView> outboxMessages(OutboxFilter filter) {
    StringBuilder query = new StringBuilder("?limit=" + filter.limit() + "&refused=" + filter.refused());
    filter.topic().ifPresent(topic -> query.append("&topic=").append(encoded(topic)));
    return get("/v1/outbox/messages" + query, new TypeReference<>() {});
  }

  /** Gives messages up: they are not delivered any more, and what waited for them goes on. */
  public OutboxReceipt dropMessages(OutboxOrder order) {
    return calls.read(calls.post("/v1/outbox:drop", order), new TypeReference<>() {});
  }

  /** Tells whether the coordinator takes requests; false also if nobody answers. */
  public boolean isReady() {
    try {
      calls.get("/readyz", ApiCalls.TIMEOUT);
      return true;
    } catch (ApiException | CoordinatorUnreachableException e) {
      return false;
    }
  }

  private <T> T get(String path, TypeReference<T> type) {
    return calls.read(calls.get(path, ApiCalls.TIMEOUT), type);
  }
}
