package dev.sluice.worker;

import dev.sluice.core.run.RunId;
import dev.sluice.worker.TestJobs.Single;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program for a JDK of its own: has so many ops sleep in one worker at a time, and says how many platform threads there are then. */
final class SleepingOps {
  private SleepingOps() {}

  public static void main(String[] arguments) throws InterruptedException {
    int ops = Integer.parseInt(arguments[0]);
    CountDownLatch asleep = new CountDownLatch(ops);
    CountDownLatch awake = new CountDownLatch(1);
    try (Rig rig = new Rig(Single.of((input, context) -> {
      asleep.countDown();
      awake.await();
      return input;
    }))) {
      List<RunId> runs = new ArrayList<>();
      for (int i = 0; i < ops; i++) {
        runs.add(rig.accept("single", "{\"text\":\"in\"}"));
      }
      rig.start("w1", ops);
      rig.dispatch();
      asleep.await();
      // Virtual threads are not among them: "This number includes only platform threads" (ThreadMXBean).
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      awake.countDown();
      runs.forEach(rig::awaitSuccess);
      System.out.println("asleep " + ops + ", platform threads " + threads);
    }
  }
}
