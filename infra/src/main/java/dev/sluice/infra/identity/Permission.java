package dev.sluice.infra.identity;

import dev.sluice.contract.ServiceKind;
import java.util.List;

/**
 * Actions that a service's jar calls.
 *
 * @param scope on what
 * @param actions as IAM names them
 */
public record Permission(PermissionScope scope, List<String> actions) {
  public Permission {
    actions = List.copyOf(actions);
  }

  /** Returns exactly the permissions that a service needs; a batch call needs the permission of the single one. */
  public static List<Permission> of(ServiceKind service) {
    return switch (service) {
      case COORDINATOR -> List.of(
          new Permission(PermissionScope.QUEUES, List.of("sqs:GetQueueAttributes", "sqs:SendMessage")),
          new Permission(PermissionScope.DEAD_LETTER_QUEUES,
              List.of("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage")));
      case WORKER -> List.of(
          new Permission(PermissionScope.QUEUES, List.of("sqs:GetQueueAttributes", "sqs:SendMessage")),
          new Permission(PermissionScope.SERVED_QUEUES,
              List.of("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage")),
          new Permission(PermissionScope.DEAD_LETTER_QUEUES, List.of("sqs:SendMessage")),
          new Permission(PermissionScope.TASKS, List.of("ecs:UpdateTaskProtection")));
      case AUTOSCALER -> List.of(
          new Permission(PermissionScope.QUEUES, List.of("sqs:GetQueueAttributes")),
          new Permission(PermissionScope.WORKER_SERVICES, List.of("ecs:DescribeServices", "ecs:UpdateService")),
          new Permission(PermissionScope.TASKS, List.of("ecs:DescribeTasks")),
          new Permission(PermissionScope.CLUSTER, List.of("ecs:ListTasks")));
      case SIMULATOR -> List.of();
    };
  }

  /** Returns what the autoscaler needs beyond that where it may break things on purpose. */
  public static List<Permission> ofChaos() {
    return List.of(
        new Permission(PermissionScope.TASKS, List.of("ecs:StopTask")),
        new Permission(PermissionScope.CLUSTER, List.of("ecs:ListContainerInstances", "ecs:UpdateContainerInstancesState")));
  }
}
