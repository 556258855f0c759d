package dev.sluice.examples;

import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Payloads;
import dev.sluice.testing.JobTest;
import java.util.Objects;

/** Runs an example on an input as a caller of the API writes it. */
public final class Example {
  private static final Payloads PAYLOADS = new Payloads(256 * 1024);

  private Example() {}

  public static <I, O> O of(JobSource<I, O> source, String inputJson) {
    return of(JobTest.of(source), source, inputJson);
  }

  /** Runs it as one more run of a test. */
  public static <I, O> O of(JobTest<I, O> test, JobSource<I, O> source, String inputJson) {
    return test.run(Objects.requireNonNull(PAYLOADS.parse(inputJson, JobBuilder.define(source).inputType(), "input"))).output();
  }
}
