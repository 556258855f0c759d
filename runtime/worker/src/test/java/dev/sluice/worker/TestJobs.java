package dev.sluice.worker;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.OpContext;
import dev.sluice.core.job.OpFunction1;

/** Jobs whose code a test gives or counts. */
final class TestJobs {
  private TestJobs() {}

  /** What a run takes and yields. */
  record Text(String text) {}

  /** A job of one op that runs the test's code. */
  record Single(String name, String queue, OpFunction1<Text, Text> code) implements JobSource<Text, Text> {
    static Single of(OpFunction1<Text, Text> code) {
      return new Single("single", "default", code);
    }

    @Override
    public Class<Text> inputType() {
      return Text.class;
    }

    @Override
    public Job<Text, Text> define(JobBuilder<Text> job) {
      return job.output(job.queue(queue).op("only", Text.class, code));
    }
  }

  /** Called with each op's name when its code begins. */
  interface Probe {
    void at(String op, OpContext context) throws Exception;
  }

  /** One op, two that take its output, one that joins them. */
  record Diamond(Probe probe) implements JobSource<Text, Text> {
    @Override
    public Job<Text, Text> define(JobBuilder<Text> job) {
      var top = job.op("top", Text.class, (input, context) -> step("top", input.text(), context));
      var left = job.op("left", Text.class, top, (before, context) -> step("left", before.text(), context));
      var right = job.op("right", Text.class, top, (before, context) -> step("right", before.text(), context));
      return job.output(job.op("join", Text.class, left, right, (a, b, context) -> step("join", a.text() + "+" + b.text(), context)));
    }

    private Text step(String op, String before, OpContext context) throws Exception {
      probe.at(op, context);
      return new Text(op + "(" + before + ")");
    }
  }
}
