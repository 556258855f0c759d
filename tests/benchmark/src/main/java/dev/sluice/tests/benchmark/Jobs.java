package dev.sluice.tests.benchmark;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobRegistry;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.submit.RunOrder;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The jobs that are run: they do nothing, so that what is measured is Sluice. */
final class Jobs {
  static final JobRegistry ALL = JobRegistry.of(List.of(new NoOp(), new Bounded(), new Chain(), new Fan(), new Map(), new Endless()));
  static final int CHAIN_LENGTH = 10;
  static final int FAN_WIDTH = 50;
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMillis(50);

  private Jobs() {}

  /** What every job takes. */
  record Input(int number) {}

  /** What every op yields. */
  record Output(int number) {}

  /** One op. */
  static final class NoOp implements JobSource<Input, Output> {
    @Override
    public Job<Input, Output> define(JobBuilder<Input> job) {
      return job.output(job.op("run", Output.class, (input, context) -> new Output(input.number())));
    }
  }

  /** One op; as many of these at a time as the workers have slots. */
  static final class Bounded implements JobSource<Input, Output> {
    @Override
    public Job<Input, Output> define(JobBuilder<Input> job) {
      return job.output(job.op("run", Output.class, (input, context) -> new Output(input.number()))
          .concurrency("everything", Drain.WORKERS * Drain.SLOTS));
    }
  }

  /** Ten ops, one after the other. */
  static final class Chain implements JobSource<Input, Output> {
    @Override
    public Job<Input, Output> define(JobBuilder<Input> job) {
      Op<Output> last = job.op("step-1", Output.class, (input, context) -> new Output(input.number()));
      for (int i = 2; i <= CHAIN_LENGTH; i++) {
        last = job.op("step-" + i, Output.class, last, (before, context) -> new Output(before.number() + 1));
      }
      return job.output(last);
    }
  }

  /** One op, then fifty side by side, then one. */
  static final class Fan implements JobSource<Input, Output> {
    @Override
    public Job<Input, Output> define(JobBuilder<Input> job) {
      Op<Output> first = job.op("first", Output.class, (input, context) -> new Output(input.number()));
      List<Op<Output>> middle = new ArrayList<>();
      IntStream.range(0, FAN_WIDTH)
          .forEach(i -> middle.add(job.op("middle-" + i, Output.class, first, (before, context) -> new Output(before.number() + i))));
      return job.output(job.op("last", Output.class, middle,
          (all, context) -> new Output(all.stream().mapToInt(Output::number).sum())));
    }
  }

  /** As many elements as the input says, and their sum. */
  static final class Map implements JobSource<Input, Output> {
    @Override
    public Job<Input, Output> define(JobBuilder<Input> job) {
      Op<List<Output>> all = job.map("element", Output.class, Integer.class, input -> IntStream.range(0, input.number()).boxed().toList(),
          (number, context) -> new Output(number));
      return job.output(job.op("sum", Output.class, all, (outputs, context) ->
          new Output(outputs.stream().mapToInt(Output::number).sum())));
    }
  }

  /** One op that writes a checkpoint now and then, and has no end of its own. */
  static final class Endless implements JobSource<Input, Output> {
    static final RunOrder ORDER = RunOrder.of("endless", "{\"number\":1}");

    @Override
    public Job<Input, Output> define(JobBuilder<Input> job) {
      return job.output(job.op("run", Output.class, (input, context) -> {
        for (int step = 1; ; step++) {
          Pause.REAL.pause(BETWEEN_CHECKPOINTS);
          context.checkpoint(step);
        }
      }));
    }
  }
}
