package dev.sluice.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that ops run on: one an attempt, virtual where the JDK has them (21 and later), and else kept for the next op. */
final class OpThreads {
  private OpThreads() {}

  static ExecutorService open() {
    try {
      // Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("op-", 0).factory()), which the Java 17 baseline does not know.
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object named = type.getMethod("name", String.class, long.class).invoke(builder, "op-", 0L);
      Object factory = type.getMethod("factory").invoke(named);
      return (ExecutorService) Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class).invoke(null, factory);
    } catch (ReflectiveOperationException | UnsupportedOperationException e) {
      return Executors.newCachedThreadPool(platform());
    }
  }

  private static ThreadFactory platform() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "op-" + number.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
