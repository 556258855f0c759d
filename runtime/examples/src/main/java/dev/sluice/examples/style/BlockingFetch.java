package dev.sluice.examples.style;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Code that blocks, as most code does: an interrupt ends it when its run is called off or its time is up. */
public final class BlockingFetch implements JobSource<Page.Address, Page> {
  @Override
  public Job<Page.Address, Page> define(JobBuilder<Page.Address> job) {
    return job.output(job.op("fetch", Page.class, (address, context) -> {
      var response = Page.Web.CLIENT.send(address.request(), BodyHandlers.ofString());
      return new Page(response.statusCode(), response.body().length());
    }).timeout(Duration.ofSeconds(30)));
  }
}
