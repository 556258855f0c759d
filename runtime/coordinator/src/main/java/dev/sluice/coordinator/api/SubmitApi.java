package dev.sluice.coordinator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.http.Request;
import dev.sluice.adapters.http.Response;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.AcceptedRuns;
import dev.sluice.core.store.Submission;
import dev.sluice.core.submit.RunSubmitter;
import java.util.List;

/** Takes runs, one or many. */
final class SubmitApi {
  private final RunSubmitter submitter;

  SubmitApi(RunSubmitter submitter) {
    this.submitter = submitter;
  }

  void addTo(HttpService service) {
    service.post("/v1/runs", this::submit);
    service.post("/v1/runs:batch", this::submitAll);
  }

  private Response submit(Request request) {
    request.allowQuery();
    Submission submission = submitter.submit(OrderReader.one(request.json()));
    return Response.json(submission.created() ? 201 : 200, accepted(submission))
        .with("Location", "/v1/runs/" + submission.runId());
  }

  private Response submitAll(Request request) {
    request.allowQuery();
    JsonNode body = request.json();
    List<Submission> submissions = submitter.submitAll(OrderReader.many(body));
    return Response.json(200, new AcceptedRuns(submissions.stream().map(SubmitApi::accepted).toList()));
  }

  private static AcceptedRun accepted(Submission submission) {
    return new AcceptedRun(submission.runId(), submission.created());
  }
}
