package dev.sluice.localstack.ecs;

import java.util.List;

/**
 * What a service was created with.
 *
 * @param loadBalancers target groups that its tasks stand behind
 * @param launchType {@code FARGATE} or {@code EC2}
 * @param minimumHealthyPercent of the desired count, while tasks are replaced
 * @param maximumPercent of the desired count, while tasks are replaced
 */
public record ServiceSpecification(
    String name, String launchType, int minimumHealthyPercent, int maximumPercent, List<LoadBalancerTarget> loadBalancers) {

  /** A container port behind a target group. */
  public record LoadBalancerTarget(String targetGroupArn, String containerName, int containerPort) {}

  public ServiceSpecification {
    loadBalancers = List.copyOf(loadBalancers);
    if (maximumPercent < 100 || minimumHealthyPercent < 0) {
      throw new InvalidEcsRequestException("service " + name
          + ": maximumPercent must be >= 100 and minimumHealthyPercent >= 0, got " + maximumPercent
          + " and " + minimumHealthyPercent);
    }
    if (maximumPercent <= 100 && minimumHealthyPercent >= 100) {
      throw new InvalidEcsRequestException("service " + name + ": with at least 100 % and at most 100 % no task can be replaced");
    }
  }
}
