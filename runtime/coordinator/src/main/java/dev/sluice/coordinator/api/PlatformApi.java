package dev.sluice.coordinator.api;

import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.http.Request;
import dev.sluice.adapters.http.Response;
import dev.sluice.core.api.JobView;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.store.RunStore;

/** Shows what is beyond a single run: the jobs, the backlog and the history of all runs. */
final class PlatformApi {
  private static final int DEFAULT_PAGE = 1_000;
  private static final int LONGEST_PAGE = 10_000;

  private final JobRegistry jobs;
  private final RunStore store;

  PlatformApi(JobRegistry jobs, RunStore store) {
    this.jobs = jobs;
    this.store = store;
  }

  void addTo(HttpService service) {
    service.get("/v1/jobs", this::jobs);
    service.get("/v1/backlog", this::backlog);
    service.get("/v1/events", this::events);
  }

  private Response jobs(Request request) {
    request.allowQuery();
    return Response.json(200, jobs.names().stream().sorted().map(name -> JobView.of(jobs.job(name))).toList());
  }

  private Response backlog(Request request) {
    request.allowQuery();
    return Response.json(200, store.backlog());
  }

  private Response events(Request request) {
    request.allowQuery("after", "limit");
    long after = Parameters.number(request, "after", 0, 0, Long.MAX_VALUE);
    int limit = (int) Parameters.number(request, "limit", DEFAULT_PAGE, 1, LONGEST_PAGE);
    return Response.jsonLines(store.eventsAfter(after, limit));
  }
}
