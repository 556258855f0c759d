package dev.sluice.examples.style;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Code that returns a future, for libraries that speak in futures: it is canceled when its run is called off or its time is up. */
public final class FutureFetch implements JobSource<Page.Address, Page> {
  @Override
  public Job<Page.Address, Page> define(JobBuilder<Page.Address> job) {
    return job.output(job.async("fetch", Page.class, (address, context) -> {
      var request = Page.Web.CLIENT.sendAsync(address.request(), BodyHandlers.ofString());
      CompletableFuture<Page> page = request.thenApply(response -> new Page(response.statusCode(), response.body().length()));
      page.whenComplete((done, failure) -> request.cancel(true)); // a cancel goes only downstream by itself
      return page;
    }).timeout(Duration.ofSeconds(30)));
  }
}
