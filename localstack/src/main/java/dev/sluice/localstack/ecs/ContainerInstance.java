package dev.sluice.localstack.ecs;

import java.time.Instant;

/**
 * A machine of a cluster: here only a name that tasks are placed on, so that draining can be tried. Owned by the control thread.
 */
final class ContainerInstance {
  private final String arn;
  private final String ec2InstanceId;
  private final Instant registeredAt = Instant.now();
  private boolean draining;

  ContainerInstance(String arn, String ec2InstanceId) {
    this.arn = arn;
    this.ec2InstanceId = ec2InstanceId;
  }

  String arn() {
    return arn;
  }

  String ec2InstanceId() {
    return ec2InstanceId;
  }

  Instant registeredAt() {
    return registeredAt;
  }

  boolean isDraining() {
    return draining;
  }

  void draining(boolean now) {
    draining = now;
  }
}
