package dev.sluice.examples.style;

import dev.sluice.core.job.Job;
import dev.sluice.core.job.JobBuilder;
import dev.sluice.core.job.JobSource;
import dev.sluice.core.job.Op;
import dev.sluice.core.job.OpContext;
import dev.sluice.core.time.Pause;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A hundred ops that mostly wait, in plain blocking code. On a JDK with virtual threads (21 and later) a worker with a hundred slots runs
 * them at a time without a hundred platform threads; nothing in the job says so.
 */
public final class VirtualThreads implements JobSource<VirtualThreads.Wait, VirtualThreads.Report> {
  private static final int OPS = 100;
  /** The thread group that all virtual threads are in: "a fixed ThreadGroup named VirtualThreads" (java.lang.Thread). */
  private static final String VIRTUAL = "VirtualThreads";

  /**
   * How long each op waits.
   *
   * @param time for example {@code PT1S}
   */
  public record Wait(Duration time) {}

  /**
   * Where they waited.
   *
   * @param ops how many there were
   * @param onVirtualThreads how many of them had a virtual thread
   */
  public record Report(int ops, long onVirtualThreads) {}

  @Override
  public Job<Wait, Report> define(JobBuilder<Wait> job) {
    List<Op<Boolean>> waits = IntStream.range(0, OPS).mapToObj(i -> job.op("wait-" + i, Boolean.class, VirtualThreads::waitForIt)).toList();
    return job.output(job.op("report", Report.class, waits,
        (virtual, context) -> new Report(virtual.size(), virtual.stream().filter(yes -> yes).count())));
  }

  private static boolean waitForIt(Wait wait, OpContext context) throws InterruptedException {
    Pause.REAL.pause(wait.time());
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    return group != null && group.getName().equals(VIRTUAL);
  }
}
