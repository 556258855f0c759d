package dev.sluice.tests.conformance.workflow;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.NonRetryableException;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.OpContext;
import dev.sluice.core.job.Retry;
import dev.sluice.core.run.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Jobs of random shapes, in levels: those of a level have those of the level below as sub-jobs. One seed gives the same jobs again. */
final class RandomShapes {
  private static final int JOBS_A_LEVEL = 6;
  private static final Trigger[] TRIGGERS = {Trigger.ALL_DONE, Trigger.NONE_FAILED, Trigger.ANY_FAILED, Trigger.ANY_SUCCEEDED};

  private final Random random;
  private final List<JobSource<Integer, Integer>> jobs = new ArrayList<>();

  RandomShapes(long seed) {
    this.random = new Random(seed);
  }

  /** Draws jobs of so many levels; the highest come last. */
  List<JobSource<Integer, Integer>> draw(int levels) {
    List<JobSource<Integer, Integer>> below = List.of();
    for (int level = 0; level < levels; level++) {
      List<JobSource<Integer, Integer>> drawn = new ArrayList<>();
      for (int number = 0; number < JOBS_A_LEVEL; number++) {
        String name = "level-" + level + "-" + number;
        long seed = random.nextLong();
        List<JobSource<Integer, Integer>> parts = below;
        drawn.add(new Sketch<>(name, Integer.class, job -> shape(job, new Random(seed), parts)));
      }
      jobs.addAll(drawn);
      below = drawn;
    }
    return jobs;
  }

  private static Job<Integer, Integer> shape(JobBuilder<Integer> job, Random random, List<JobSource<Integer, Integer>> parts) {
    List<Op<Integer>> ops = new ArrayList<>();
    ops.add(job.op("start", Integer.class, (n, context) -> n).compensate((n, context) -> { }));
    int count = 3 + random.nextInt(4);
    for (int number = 0; number < count; number++) {
      String name = "op" + number;
      Op<Integer> before = ops.get(random.nextInt(ops.size()));
      Op<Integer> other = ops.get(random.nextInt(ops.size()));
      switch (random.nextInt(parts.isEmpty() ? 7 : 10)) {
        case 0 -> ops.add(gather(job, name, job.map(name + "-each", Integer.class, before, Integer.class,
            n -> IntStream.range(0, Math.floorMod(n, 4)).boxed().toList(), (i, context) -> chancy(i, context)).width(2), Trigger.ALL_SUCCEEDED));
        case 1 -> ops.add(gather(job, name, job.map(name + "-each", Integer.class, before, Integer.class,
            n -> IntStream.range(0, Math.floorMod(n, 4)).boxed().toList(), (i, context) -> chancy(i, context)).mayFail(), Trigger.ALL_DONE));
        case 2 -> {
          Op<Boolean> even = job.op(name + "-even", Boolean.class, before, (n, context) -> n % 2 == 0);
          Op<Integer> left = job.op(name + "-left", Integer.class, other, (n, context) -> chancy(n, context)).onlyIf(even, true);
          Op<Integer> right = job.op(name + "-right", Integer.class, other, (n, context) -> n).onlyIf(even, false);
          ops.add(job.firstOf(name, Integer.class, List.of(left, right)));
        }
        case 3 -> ops.add(job.op(name, Integer.class, List.of(before, other), (all, context) -> all.size())
            .when(TRIGGERS[random.nextInt(TRIGGERS.length)]));
        case 4 -> {
          Op<Integer> answer = job.await(name + "-answer", Integer.class).after(before).timeout(Duration.ofMinutes(1));
          ops.add(job.op(name, Integer.class, List.of(answer, other), (all, context) -> 1).when(Trigger.ALL_DONE));
        }
        case 5 -> ops.add(job.sleep(name, Duration.ofSeconds(1 + random.nextInt(20)), before));
        case 6 -> ops.add(job.op(name, Integer.class, before, (n, context) -> chancy(n, context)).compensate((n, context) -> chancy(n, context)));
        case 7 -> ops.add(gather(job, name, job.mapSub(name + "-each", part(parts, random), before,
            n -> IntStream.range(0, Math.floorMod(n, 3)).boxed().toList()), Trigger.ALL_SUCCEEDED));
        default -> {
          Op<Integer> sub = job.sub(name, part(parts, random), before);
          if (random.nextInt(3) == 0) {
            sub.timeout(Duration.ofSeconds(1 + random.nextInt(20)));
          }
          ops.add(random.nextBoolean() ? sub.retry(new Retry(2, Duration.ofMillis(5), 1, Duration.ofMillis(5), 0)) : sub.mayFail());
        }
      }
    }
    return job.output(ops.get(ops.size() - 1));
  }

  private static JobSource<Integer, Integer> part(List<JobSource<Integer, Integer>> parts, Random random) {
    return parts.get(random.nextInt(parts.size()));
  }

  private static Op<Integer> gather(JobBuilder<Integer> job, String name, Op<List<Integer>> each, Trigger trigger) {
    Op<Integer> gathered = job.op(name, Integer.class, each, (all, context) -> all == null ? 0 : all.size());
    return trigger == Trigger.ALL_SUCCEEDED ? gathered : gathered.when(trigger);
  }

  /** Fails for good now and then, with the run and the attempt as the only chance, so that a redrive may help. */
  private static Integer chancy(Integer value, OpContext context) {
    if (Math.floorMod(context.idempotencyKey().hashCode() + context.attempt(), 11) == 0) {
      throw new NonRetryableException("by chance");
    }
    return value;
  }
}
