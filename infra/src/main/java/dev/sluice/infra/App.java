package dev.sluice.infra;

import com.pulumi.Pulumi;

/** What the Pulumi engine starts. */
public final class App {
  private static final String COMMON_POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

  private App() {}

  /** Declares the stack that the engine names. */
  public static void main(String[] arguments) {
    // The SDK waits in a task of the common pool and needs a thread beside it; Java 25 gives one thread where there are two cores.
    if (System.getProperty(COMMON_POOL) == null) {
      System.setProperty(COMMON_POOL, "4");
    }
    Pulumi.run(context -> {
      EmulatorEndpoint.check(System.getenv());
      PlatformStack.define(context, StackConfiguration.fromEngine(context));
    });
  }
}
