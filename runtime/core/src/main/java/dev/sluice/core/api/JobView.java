package dev.sluice.core.api;

import dev.sluice.core.job.Job;
import java.util.List;

/**
 * A job that the coordinator knows.
 *
 * @param name what a submit names
 * @param version hash of its definition
 * @param inputType simple name of the class that its input is read as
 * @param outputType simple name of the class of its output
 * @param ops its ops, upstream before downstream
 */
public record JobView(String name, String version, String inputType, String outputType, List<JobOpView> ops) {
  /** An op of the job, with what it waits for and where it runs. */
  public record JobOpView(String opKey, List<String> upstream, String queue, int priority) {
    public JobOpView {
      upstream = List.copyOf(upstream);
    }
  }

  public JobView {
    ops = List.copyOf(ops);
  }

  public static JobView of(Job<?, ?> job) {
    return new JobView(job.name(), job.version(), job.inputType().getSimpleName(), job.outputType().getSimpleName(),
        job.ops().stream().map(op -> new JobOpView(op.name(), op.upstream(), op.queue(), op.priority())).toList());
  }
}
