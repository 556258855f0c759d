package dev.sluice.worker;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that ops run on: virtual ones where the JDK has them (21 and later), one an attempt; else as many as there are slots, each
 * kept for the next op. These take what is launched together from a queue: waking a thread for each op that does next to nothing would
 * cost more than the op.
 */
final class OpThreads {
  private static final Duration KEPT = Duration.ofMinutes(1);

  private OpThreads() {}

  /** Opens threads for so many ops at a time. */
  static ExecutorService open(int slots) {
    try {
      // Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("op-", 0).factory()), which the Java 17 baseline does not know.
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object named = type.getMethod("name", String.class, long.class).invoke(builder, "op-", 0L);
      Object factory = type.getMethod("factory").invoke(named);
      return (ExecutorService) Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class).invoke(null, factory);
    } catch (ReflectiveOperationException | UnsupportedOperationException e) {
      ThreadPoolExecutor threads =
          new ThreadPoolExecutor(slots, slots, KEPT.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), platform());
      threads.allowCoreThreadTimeOut(true);
      return threads;
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
