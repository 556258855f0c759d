package dev.sluice.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.http.ProblemException;
import dev.sluice.adapters.http.Request;
import dev.sluice.adapters.http.Response;
import dev.sluice.core.api.ApiJson;
import dev.sluice.core.api.FieldError;
import dev.sluice.core.api.RunDetail;
import dev.sluice.core.api.RunResult;
import dev.sluice.core.api.RunView;
import dev.sluice.core.run.IdempotencyKey;
import dev.sluice.core.run.IdempotencyRecord;
import dev.sluice.core.run.LeaseToken;
import dev.sluice.core.run.OpProgress;
import dev.sluice.core.run.OpState;
import dev.sluice.core.run.Run;
import dev.sluice.core.run.RunId;
import dev.sluice.core.run.RunStatus;
import dev.sluice.core.store.RunFilter;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.submit.RunWaiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Shows runs, waits for their end and calls them off. */
final class RunApi {
  /** Longest wait of one request: below the idle timeout of load balancers. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(50);
  private static final int DEFAULT_PAGE = 50;

  private final RunStore store;
  private final WholePayloads whole;
  private final RunWaiter waiter;

  RunApi(RunStore store, WholePayloads whole, RunWaiter waiter) {
    this.store = store;
    this.whole = whole;
    this.waiter = waiter;
  }

  void addTo(HttpService service) {
    service.get("/v1/runs", this::list);
    service.get("/v1/runs/{id}", this::show);
    service.get("/v1/runs/{id}/ops/{op}/output", this::output);
    service.get("/v1/runs/{id}/events", this::events);
    service.getLate("/v1/runs/{id}/result", this::result);
    service.post("/v1/runs/{id}:cancel", this::cancel);
  }

  private Response list(Request request) {
    request.allowQuery("job", "before", "limit");
    int limit = (int) Parameters.number(request, "limit", DEFAULT_PAGE, 1, RunFilter.MAX_LIMIT);
    Optional<RunId> before = request.queryParameter("before").map(text -> Parameters.runId("before", text));
    List<Run> runs = store.runs(new RunFilter(request.queryParameter("job"), before, limit));
    return Response.json(200, runs.stream().map(RunView::summaryOf).toList());
  }

  private Response show(Request request) {
    request.allowQuery("outputs");
    boolean withOutputs = Parameters.flag(request, "outputs", true);
    Run run = find(request);
    List<IdempotencyRecord> ops = store.ops(run.id());
    if (ops.isEmpty() && run.ops() > 0) {
      run = find(request); // which retention has forgotten meanwhile
    }
    List<LeaseToken> effects = store.effects(run.id());
    List<OpProgress> progress = store.progress().of(run.id());
    return Response.json(200, withOutputs
        ? RunDetail.toWrite(whole.of(run), ops, effects, progress) : RunDetail.withoutPayloads(run, ops, effects, progress));
  }

  private Response output(Request request) {
    request.allowQuery();
    Run run = find(request);
    String opKey = request.pathParameter("op");
    IdempotencyRecord op = Optional.of(opKey).filter(IdempotencyKey::isOpKey)
        .flatMap(any -> store.op(new IdempotencyKey(run.id(), any))).filter(one -> one.state() == OpState.SUCCEEDED)
        .orElseThrow(() -> new ProblemException(
            ApiProblem.UNKNOWN_OUTPUT, "run " + run.id() + " has no op \"" + opKey + "\" that has succeeded"));
    return Response.json(200, Objects.requireNonNull(ApiJson.tree(whole.of(op).output())));
  }

  private Response events(Request request) {
    request.allowQuery();
    return Response.json(200, store.events(find(request).id()));
  }

  private CompletionStage<Response> result(Request request) {
    request.allowQuery("wait");
    Duration wait = Parameters.wait(request, LONGEST_WAIT);
    RunId id = Parameters.runId(request);
    return waiter.await(id, wait).thenCompose(found -> {
      Run run = found.orElseThrow(() -> unknown(id));
      return CompletableFuture.supplyAsync(() -> result(run), whole.executorFor(run));
    });
  }

  private Response result(Run run) {
    // 202: accepted, and no result yet.
    return Response.json(run.status().isTerminal() ? 200 : 202,
        RunResult.of(whole.withOutput(run), run.status() == RunStatus.FAILED ? store.ops(run.id()) : List.of()));
  }

  private Response cancel(Request request) {
    request.allowQuery();
    String reason = request.body().length == 0 ? "canceled through the API" : reason(request.json());
    Run run = find(request);
    if (!store.cancel(run.id(), reason)) {
      throw new ProblemException(ApiProblem.RUN_ALREADY_ENDED, "run " + run.id() + " has ended, so there is nothing to call off");
    }
    waiter.wake(run.id());
    return Response.json(202, RunView.summaryOf(find(request)));
  }

  private static String reason(JsonNode body) {
    List<FieldError> errors = new ArrayList<>();
    Optional<String> reason = new FieldReader(body, "", List.of("reason"), errors).optionalText("reason");
    FieldReader.refuse(errors);
    return reason.orElse("canceled through the API");
  }

  private Run find(Request request) {
    RunId id = Parameters.runId(request);
    return store.find(id).orElseThrow(() -> unknown(id));
  }

  private static ProblemException unknown(RunId id) {
    return new ProblemException(ApiProblem.UNKNOWN_RUN, "there is no run " + id);
  }
}
