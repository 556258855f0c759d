package dev.sluice.testing;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;

/** A user's job, defined already, whose ops go by a script. */
record ScriptedSource<I, O>(Job<I, O> job, Script script, RunningAttempt running) implements JobSource<I, O> {
  @Override
  public Job<I, O> define(JobBuilder<I> unused) {
    return job.withCode(code -> new ScriptedCode(code, script, running));
  }

  @Override
  public String name() {
    return job.name();
  }

  @Override
  public Class<I> inputType() {
    return job.inputType();
  }
}
