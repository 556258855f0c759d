package dev.sluice.adapters.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for requests: a bounded number, virtual ones where the JDK has them (21 and later), none while nobody asks. */
final class ServiceThreads {
  private static final int KEEP_ALIVE_SECONDS = 30;

  private ServiceThreads() {}

  static ExecutorService bounded(String name, int threads) {
    ThreadPoolExecutor executor = new ThreadPoolExecutor(
        threads, threads, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory(name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  static ThreadFactory factory(String name) {
    try {
      // Thread.ofVirtual().name(name + "-", 0).factory(), which the Java 17 baseline does not know.
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      builder = type.getMethod("name", String.class, long.class).invoke(builder, name + "-", 0L);
      return (ThreadFactory) type.getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException | UnsupportedOperationException e) {
      return platform(name);
    }
  }

  private static ThreadFactory platform(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
