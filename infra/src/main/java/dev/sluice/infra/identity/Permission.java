package dev.sluice.infra.identity;

import dev.sluice.contract.ServiceKind;
import java.util.List;

/**
 * Actions that a service's jar calls. The list is held against the calls that the services really make
 * ({@code PermissionTest} in tests/end-to-end): one too few or one too many fails the build.
 *
 * @param scope on what
 * @param actions as IAM names them
 */
public record Permission(PermissionScope scope, List<String> actions) {
  /** What a coordinator may do with the queues that a stack names for outboxes; without any it gets nothing. */
  static final List<String> OF_OUTBOX = List.of("sqs:SendMessage");

  public Permission {
    actions = List.copyOf(actions);
  }

  /** Returns exactly the permissions that a service needs; a batch call needs the permission of the single one. */
  public static List<Permission> of(ServiceKind service) {
    return switch (service) {
      case COORDINATOR -> List.of(
          new Permission(PermissionScope.QUEUES, List.of("sqs:SendMessage")),
          new Permission(PermissionScope.DEAD_LETTER_QUEUES,
              List.of("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage")),
          new Permission(PermissionScope.PAYLOADS, List.of("s3:DeleteObject", "s3:GetObject", "s3:PutObject")),
          new Permission(PermissionScope.PAYLOAD_BUCKET, List.of("s3:ListBucket")),
          new Permission(PermissionScope.TASKS, List.of("ecs:DescribeTasks")));
      case WORKER -> List.of(
          new Permission(PermissionScope.QUEUES, List.of("sqs:SendMessage")),
          new Permission(PermissionScope.SERVED_QUEUES,
              List.of("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage")),
          new Permission(PermissionScope.SERVED_DEAD_LETTER_QUEUES, List.of("sqs:SendMessage")),
          new Permission(PermissionScope.PAYLOADS, List.of("s3:GetObject", "s3:PutObject")),
          // The task's agent calls it, as the task's role, when the worker asks it for protection.
          new Permission(PermissionScope.TASKS, List.of("ecs:UpdateTaskProtection")));
      case AUTOSCALER -> List.of(
          new Permission(PermissionScope.WORKER_SERVICES, List.of("ecs:DescribeServices", "ecs:UpdateService")));
      case SIMULATOR -> List.of();
    };
  }

  /**
   * Returns what the autoscaler is given beyond that where a stack says {@code chaos}, so that it may break things on purpose. No
   * code calls these yet, so that they are not held against recorded calls.
   */
  public static List<Permission> ofChaos() {
    return List.of(
        new Permission(PermissionScope.TASKS, List.of("ecs:StopTask")),
        new Permission(PermissionScope.CLUSTER, List.of("ecs:ListContainerInstances", "ecs:UpdateContainerInstancesState")));
  }
}
