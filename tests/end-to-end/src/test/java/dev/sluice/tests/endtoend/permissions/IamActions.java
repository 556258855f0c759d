package dev.sluice.tests.endtoend.permissions;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which IAM action each operation needs, as the service authorization reference of AWS lists them (pages "Actions, resources, and
 * condition keys for Amazon SQS", "... Amazon S3" and "... Amazon Elastic Container Service"). Every operation that a service may ever call
 * has a line; one that has none makes the test fail.
 *
 * <p>Batches have no action of their own: "Specifying SendMessage, DeleteMessage, or ChangeMessageVisibility also grants
 * permissions for the corresponding batch versions of those actions" (SQS API reference, AddPermission).
 */
public final class IamActions {
  private static final Map<String, String> ACTIONS = new TreeMap<>(Map.ofEntries(
      Map.entry("SQS.SendMessage", "sqs:SendMessage"),
      Map.entry("SQS.SendMessageBatch", "sqs:SendMessage"),
      Map.entry("SQS.ReceiveMessage", "sqs:ReceiveMessage"),
      Map.entry("SQS.DeleteMessage", "sqs:DeleteMessage"),
      Map.entry("SQS.DeleteMessageBatch", "sqs:DeleteMessage"),
      Map.entry("SQS.ChangeMessageVisibility", "sqs:ChangeMessageVisibility"),
      Map.entry("SQS.ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility"),
      Map.entry("SQS.GetQueueAttributes", "sqs:GetQueueAttributes"),
      Map.entry("S3.PutObject", "s3:PutObject"),
      Map.entry("S3.GetObject", "s3:GetObject"),
      Map.entry("S3.DeleteObject", "s3:DeleteObject"),
      Map.entry("S3.ListObjectsV2", "s3:ListBucket"),
      Map.entry("ECS.DescribeServices", "ecs:DescribeServices"),
      Map.entry("ECS.UpdateService", "ecs:UpdateService"),
      Map.entry("ECS.DescribeTasks", "ecs:DescribeTasks"),
      // The agent "uses the APIs GetTaskProtection and UpdateTaskProtection" with the task's role: GET the one, PUT the other.
      Map.entry("ECS-agent.GET task-protection/v1/state", "ecs:GetTaskProtection"),
      Map.entry("ECS-agent.PUT task-protection/v1/state", "ecs:UpdateTaskProtection")));

  private IamActions() {}

  /**
   * Returns the action that a call needs.
   *
   * @throws AssertionError for an operation without a line
   */
  public static String of(AwsCall call) {
    String action = ACTIONS.get(call.operation());
    if (action == null) {
      throw new AssertionError(call + " is not listed: look its action up in the service authorization reference and add a line");
    }
    return action;
  }
}
