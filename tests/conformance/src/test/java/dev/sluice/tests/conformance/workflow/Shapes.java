package dev.sluice.tests.conformance.workflow;


import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.run.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Small jobs of every shape. */
final class Shapes {
  private Shapes() {}

  static final class Squares implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      Op<List<Integer>> squares = job.map("square", Integer.class, Integer.class, n -> IntStream.range(0, n).boxed().toList(), (i, c) -> i * i)
          .width(3);
      return job.output(job.op("sum", Integer.class, squares, (all, context) -> all.stream().mapToInt(i -> i).sum()));
    }
  }

  static final class Route implements JobSource<Integer, String> {
    @Override
    public Job<Integer, String> define(JobBuilder<Integer> job) {
      Op<Boolean> big = job.op("is-big", Boolean.class, (n, context) -> n > 100);
      Op<String> slow = job.op("slow", String.class, (n, context) -> "slow " + n).onlyIf(big, true);
      Op<String> slower = job.op("slower", String.class, slow, (text, context) -> text + "er");
      Op<String> quick = job.op("quick", String.class, (n, context) -> "quick " + n).onlyIf(big, false);
      return job.output(job.firstOf("done", String.class, List.of(slower, quick)));
    }
  }

  static final class Trip implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<String> booked = job.op("book", String.class, (input, context) -> "booking").compensate((output, context) -> { });
      Op<String> charged = job.op("charge", String.class, booked, (input, context) -> "receipt").compensate((output, context) -> { });
      Op<String> insured = job.op("insure", String.class, charged, (receipt, context) -> {
        if (context.tags().isEmpty()) {
          throw new NonRetryableException("no insurance");
        }
        return receipt;
      });
      return job.output(job.op("ship", String.class, insured, (input, context) -> "shipped").compensate((output, context) -> { }));
    }
  }

  static final class Outer implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      Op<Integer> inner = job.sub("inner", new Middle());
      return job.output(job.op("after", Integer.class, inner, (n, context) -> n + 1));
    }
  }

  static final class Middle implements JobSource<Integer, Integer> {
    @Override
    public Job<Integer, Integer> define(JobBuilder<Integer> job) {
      Op<List<Integer>> each = job.mapSub("each", new Squares(), job.op("same", Integer.class, (n, context) -> n), n -> List.of(n, n + 1));
      return job.output(job.op("total", Integer.class, each, (all, context) -> all.stream().mapToInt(i -> i).sum()));
    }
  }

  static final class Parent implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      return job.output(job.sub("part", new Approved()));
    }
  }

  static final class Approved implements JobSource<String, String> {
    record Approval(String by) {}

    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<String> asked = job.op("ask", String.class, (input, context) -> input);
      Op<Approval> approval = job.await("approve", Approval.class).after(asked).timeout(Duration.ofHours(2));
      Op<Approval> cooled = job.sleep("cool-off", Duration.ofMinutes(30), approval);
      return job.output(job.op("done", String.class, cooled, (by, context) -> by.by()));
    }
  }

  static final class Rules implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<String> good = job.op("good", String.class, (input, context) -> input);
      Op<String> bad = job.op("bad", String.class, (input, context) -> {
        throw new NonRetryableException("bad");
      });
      job.op("alarm", String.class, List.of(good, bad), (all, context) -> "alarm").when(Trigger.ANY_FAILED);
      job.op("clean", String.class, List.of(good, bad), (all, context) -> String.valueOf(context.outputs())).when(Trigger.ALL_DONE);
      job.op("calm", String.class, List.of(good, bad), (all, context) -> "calm").when(Trigger.NONE_FAILED);
      return job.output(job.firstOf("any", String.class, List.of(good, bad)));
    }
  }

  static final class Fallback implements JobSource<String, String> {
    @Override
    public Job<String, String> define(JobBuilder<String> job) {
      Op<String> first = job.op("first", String.class, (input, context) -> {
        throw new NonRetryableException(input);
      }).mayFail();
      Op<String> second = job.op("second", String.class, (input, context) -> {
        if (input.equals("both")) {
          throw new NonRetryableException(input);
        }
        return "second";
      }).mayFail();
      return job.output(job.firstOf("best", String.class, List.of(first, second)));
    }
  }
}
