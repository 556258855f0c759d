package dev.sluice.coordinator.api;

import dev.sluice.adapters.http.HttpService;
import dev.sluice.adapters.http.Request;
import dev.sluice.adapters.http.Response;
import dev.sluice.core.api.AcceptedRun;
import dev.sluice.core.api.FieldError;
import dev.sluice.core.api.ScheduleView;
import dev.sluice.core.schedule.Scheduler;
import dev.sluice.core.store.Submission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows schedules, pauses, resumes and triggers them. */
final class ScheduleApi {
  private final Scheduler scheduler;
  private final Runnable wake;

  ScheduleApi(Scheduler scheduler, Runnable wake) {
    this.scheduler = scheduler;
    this.wake = wake;
  }

  void addTo(HttpService service) {
    service.get("/v1/schedules", this::list);
    service.post("/v1/schedules/{name}/pause", this::pause);
    service.post("/v1/schedules/{name}/resume", this::resume);
    service.post("/v1/schedules/{name}/trigger", this::trigger);
  }

  private Response list(Request request) {
    request.allowQuery();
    return Response.json(200, scheduler.list().stream().map(ScheduleView::of).toList());
  }

  private Response pause(Request request) {
    key(request, List.of());
    return Response.json(200, ScheduleView.of(scheduler.pause(request.pathParameter("name"))));
  }

  private Response resume(Request request) {
    key(request, List.of());
    ScheduleView resumed = ScheduleView.of(scheduler.resume(request.pathParameter("name")));
    wake.run(); // works the next tick out
    return Response.json(200, resumed);
  }

  private Response trigger(Request request) {
    String key = key(request, List.of("idempotencyKey"));
    Submission submission = scheduler.trigger(request.pathParameter("name"), key);
    return Response.json(submission.created() ? 201 : 200, new AcceptedRun(submission.runId(), submission.created()))
        .with("Location", "/v1/runs/" + submission.runId());
  }

  /** Reads the body, which may be left out. */
  private static @Nullable String key(Request request, List<String> fields) {
    request.allowQuery();
    if (request.body().length == 0) {
      return null;
    }
    List<FieldError> errors = new ArrayList<>();
    FieldReader reader = new FieldReader(request.json(), "", fields, errors);
    String key = fields.isEmpty() ? null : reader.idempotencyKey().orElse(null);
    FieldReader.refuse(errors);
    return key;
  }
}
