package dev.sluice.tests.endtoend.jobs;

import dev.sluice.core.command.Program;
import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;

/** A program that writes its process id to a file and sleeps for a quarter of an hour. */
public final class Sleeper implements JobSource<Sleeper.Input, Boolean> {
  /** The file. */
  public record Input(String file) {}

  @Override
  public Job<Input, Boolean> define(JobBuilder<Input> job) {
    return job.output(job.command("sleep", Boolean.class, Program.of("sh", "-c", """
        file=$(sed -n 's/.*"file":"\\([^"]*\\)".*/\\1/p')
        echo $$ > "$file.new" && mv "$file.new" "$file"
        sleep 900
        echo true""")));
  }
}
