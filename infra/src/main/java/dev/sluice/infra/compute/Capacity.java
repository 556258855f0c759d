package dev.sluice.infra.compute;

import com.pulumi.core.Output;
import java.util.List;

/**
 * What a service's tasks run on.
 *
 * @param launchType {@code EC2} for machines that register themselves; empty where shares say it
 * @param shares capacity providers and how the tasks are spread over them
 */
public record Capacity(String launchType, List<Share> shares) {
  /**
   * A capacity provider's part.
   *
   * @param provider its name
   * @param base tasks that go there before weights count
   * @param weight part of the others
   */
  public record Share(Output<String> provider, int base, int weight) {}

  public Capacity {
    shares = List.copyOf(shares);
  }

  /** Machines that register themselves with the cluster. */
  public static Capacity selfRegistered() {
    return new Capacity("EC2", List.of());
  }

  /** All tasks on one capacity provider. */
  public static Capacity of(Output<String> provider) {
    return new Capacity("", List.of(new Share(provider, 0, 1)));
  }

  /** Fargate, a percentage of it on Spot. */
  public static Capacity fargate(int spotShare) {
    if (spotShare == 0) {
      return of(Output.of("FARGATE"));
    }
    if (spotShare == 100) {
      return of(Output.of("FARGATE_SPOT"));
    }
    return new Capacity("", List.of(
        new Share(Output.of("FARGATE"), 0, 100 - spotShare), new Share(Output.of("FARGATE_SPOT"), 0, spotShare)));
  }
}
