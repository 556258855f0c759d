package dev.sluice.coordinator.api;

import dev.sluice.adapters.http.HttpService;
import dev.sluice.core.api.OutboxView;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.Payloads;
import dev.sluice.core.outbox.OutboxStore;
import dev.sluice.core.schedule.Scheduler;
import dev.sluice.core.store.RunStore;
import dev.sluice.core.submit.RunSubmitter;
import dev.sluice.core.submit.RunWaiter;
import java.util.List;
import java.util.function.Supplier;

/** The API's paths. docs/reference/api.md describes them; a test compares the two. */
public final class CoordinatorApi {
  private CoordinatorApi() {}

  /**
   * Adds all paths to a service that has not been started.
   *
   * @param wakeDispatcher called when there is something to do beyond what was submitted
   * @param topics shows what of the outboxes is not delivered, and why
   */
  public static HttpService addTo(
      HttpService service, JobRegistry jobs, RunStore store, Payloads payloads, RunSubmitter submitter, RunWaiter waiter,
      Runnable wakeDispatcher, Supplier<List<OutboxView>> topics, OutboxStore outbox, Scheduler scheduler) {
    service.translating(Refusals::translate);
    new SubmitApi(submitter).addTo(service);
    WholePayloads whole = new WholePayloads(payloads);
    new RunApi(store, whole, waiter).addTo(service);
    new WorkflowApi(store, whole, submitter, wakeDispatcher).addTo(service);
    new DeadLetterApi(store, whole, wakeDispatcher).addTo(service);
    new ScheduleApi(scheduler, wakeDispatcher).addTo(service);
    new OutboxApi(topics, outbox, wakeDispatcher).addTo(service);
    new PlatformApi(jobs, store).addTo(service);
    return service;
  }
}
