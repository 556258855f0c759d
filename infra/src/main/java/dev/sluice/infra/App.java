package dev.sluice.infra;

import com.pulumi.Pulumi;
import java.time.InstantSource;

/** What the Pulumi engine starts. */
public final class App {
  private App() {}

  /** Declares the stack that the engine names. */
  public static void main(String[] arguments) {
    CommonPool.widen();
    Pulumi.run(context -> {
      EmulatorEndpoint.check(System.getenv());
      Teardown.define(context, StackConfiguration.fromEngine(context), System.getenv(), InstantSource.system());
    });
  }
}
