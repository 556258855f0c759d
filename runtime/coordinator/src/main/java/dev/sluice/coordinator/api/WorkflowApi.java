package dev.sluice.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.http.ProblemException;
import dev.sluice.adapters.http.Request;
import dev.sluice.adapters.http.Response;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.DeadLetterReceipt;
import dev.sluice.core.api.FieldError;
import dev.sluice.core.api.RunTree;
import dev.sluice.core.api.RunView;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.store.DeadLetterFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.store.Submission;
import dev.sluice.core.submit.RunOrder;
import dev.sluice.core.submit.RunSubmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a person or a program does with a run that goes on or has ended: signals, the tree of sub-jobs, another try, a fork. */
final class WorkflowApi {
  private final RunStore store;
  private final WholePayloads whole;
  private final RunSubmitter submitter;
  private final Runnable wakeDispatcher;

  WorkflowApi(RunStore store, WholePayloads whole, RunSubmitter submitter, Runnable wakeDispatcher) {
    this.store = store;
    this.whole = whole;
    this.submitter = submitter;
    this.wakeDispatcher = wakeDispatcher;
  }

  void addTo(HttpService service) {
    service.post("/v1/runs/{id}/ops/{op}:signal", this::signal);
    service.get("/v1/runs/{id}/tree", this::tree);
    service.post("/v1/runs/{id}:retry", this::retry);
    service.post("/v1/runs/{id}:fork", this::fork);
  }

  private Response signal(Request request) {
    request.allowQuery();
    IdempotencyKey key = Parameters.key("op", Parameters.runId(request) + "/" + request.pathParameter("op"));
    String payload = read(request, List.of("payload"),
        reader -> String.valueOf(reader.json("payload", "what the op is to take, null if it takes nothing")));
    return switch (submitter.signal(key, payload)) {
      case TAKEN -> Response.json(202, RunView.summaryOf(find(key.runId())));
      case REPEATED -> throw new ProblemException(ApiProblem.SIGNAL_REFUSED, key + " has its signal already, and only the first counts");
      case TOO_LATE -> throw new ProblemException(
          ApiProblem.SIGNAL_REFUSED, key + " waits no more: its time was over, or its run was called off");
      case NOT_AWAITED -> throw new ProblemException(ApiProblem.SIGNAL_REFUSED, key + " waits for no signal: only an op made by job.await does");
      case UNKNOWN -> throw new ProblemException(
          ApiProblem.UNKNOWN_OP, "run " + find(key.runId()).id() + " has no op \"" + key.opKey() + "\", or not yet");
    };
  }

  private Response tree(Request request) {
    request.allowQuery();
    return Response.json(200, tree(find(Parameters.runId(request)), null));
  }

  private RunTree tree(Run run, @Nullable String op) {
    List<RunTree> children = new ArrayList<>();
    for (Run child : store.children(run.id())) {
      IdempotencyKey parent = child.origin().parent();
      children.add(tree(child, parent == null ? null : parent.opKey()));
    }
    return new RunTree(RunView.summaryOf(run), op, children);
  }

  private Response retry(Request request) {
    request.allowQuery();
    Run run = find(Parameters.runId(request));
    Set<IdempotencyKey> failed = new FailedWork(store).of(run.id());
    List<IdempotencyKey> retried = failed.isEmpty() ? List.of() : store.deadLetters().redrive(DeadLetterFilter.of(failed), Duration.ZERO);
    if (retried.isEmpty()) {
      throw new ProblemException(ApiProblem.NOTHING_TO_RETRY, "run " + run.id() + " is " + run.status()
          + " and has nothing that failed and is in quarantine: fork it to run it again from an op");
    }
    wakeDispatcher.run();
    return Response.json(202, new DeadLetterReceipt(retried.stream().map(IdempotencyKey::toString).toList(), false));
  }

  private Response fork(Request request) {
    request.allowQuery();
    Run run = find(Parameters.runId(request));
    Fork fork = read(request, List.of("from", "input", "idempotencyKey"), reader ->
        new Fork(reader.text("from"), reader.optionalJson("input"), reader.idempotencyKey().orElse(null)));
    JsonNode input = fork.input();
    String json = input == null ? String.valueOf(whole.of(run).input()) : input.toString();
    RunOrder order = new RunOrder(run.jobName(), json, run.tags(), fork.idempotencyKey(), run.terms());
    Submission submission = submitter.fork(run, store.ops(run.id()), fork.from(), order);
    return Response.json(submission.created() ? 201 : 200, new AcceptedRun(submission.runId(), submission.created()))
        .with("Location", "/v1/runs/" + submission.runId());
  }

  private record Fork(String from, @Nullable JsonNode input, @Nullable String idempotencyKey) {}

  private static <T> T read(Request request, List<String> fields, Function<FieldReader, T> body) {
    List<FieldError> errors = new ArrayList<>();
    FieldReader reader = new FieldReader(request.json(), "", fields, errors);
    FieldReader.refuse(errors);
    T value = body.apply(reader);
    FieldReader.refuse(errors);
    return value;
  }

  private Run find(RunId id) {
    Optional<Run> run = store.find(id);
    return run.orElseThrow(() -> new ProblemException(ApiProblem.UNKNOWN_RUN, "there is no run " + id));
  }
}
