package dev.sluice.infra;

/**
 * Sees to it that the JVM's common pool has threads enough for the Pulumi SDK. Its runner occupies one of them until the program has
 * ended, while the program's own steps wait for another. On a machine of two processors the pool has only one; up to JDK 24
 * {@link java.util.concurrent.CompletableFuture} then made a thread for each step, from JDK 25 on it uses the pool all the same, and a
 * program would never end.
 */
public final class CommonPool {
  private static final String PARALLELISM = "java.util.concurrent.ForkJoinPool.common.parallelism";
  private static final int LEAST = 4;

  private CommonPool() {}

  /** Widens the pool, unless someone has said how wide it is to be. Must be called before its first use. */
  public static void widen() {
    if (System.getProperty(PARALLELISM) == null) {
      System.setProperty(PARALLELISM, String.valueOf(Math.max(LEAST, Runtime.getRuntime().availableProcessors())));
    }
  }
}
