package dev.sluice.testing;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;

/** A user's job whose ops go by a script. */
record ScriptedSource<I, O>(JobSource<I, O> source, Script script, RunningAttempt running) implements JobSource<I, O> {
  @Override
  public Job<I, O> define(JobBuilder<I> job) {
    return source.define(job).withCode(code -> new ScriptedCode(code, script, running));
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Class<I> inputType() {
    return source.inputType();
  }
}
