package dev.sluice.examples.hello;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import org.jspecify.annotations.Nullable;

/** One op that greets: {@code sluice submit hello '{"name":"Ada"}' --wait}. */
public final class Hello implements JobSource<Hello.Input, String> {
  /**
   * Whom to greet.
   *
   * @param name a name; the world if there is none
   */
  public record Input(@Nullable String name) {}

  @Override
  public Job<Input, String> define(JobBuilder<Input> job) {
    return job.output(job.op("greet", String.class, (input, context) -> {
      context.logger().info("greeting on attempt {}", context.attempt());
      return "Hello, " + (input.name() == null ? "world" : input.name()) + "!";
    }));
  }
}
