package dev.sluice.infra.identity;

import com.pulumi.core.Output;
import dev.sluice.contract.ServiceKind;
import java.util.ArrayList;
import java.util.EnumSet;
import dev.sluice.infra.json.Outputs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The resources behind each {@link PermissionScope}, for one service.
 *
 * @param queues ARNs of all queues
 * @param deadLetterQueues ARNs of all dead-letter queues
 * @param servedQueues ARNs of the queues that the service receives from
 * @param servedDeadLetterQueues ARNs of the dead-letter queues of these
 * @param outboxQueues ARNs of the queues that take messages of outboxes
 * @param payloads where the stack's payloads lie; empty if it keeps none
 * @param workerServices ARNs of the worker services
 * @param cluster ARN of the cluster
 */
public record PermissionTargets(
    List<Output<String>> queues,
    List<Output<String>> deadLetterQueues,
    List<Output<String>> servedQueues,
    List<Output<String>> servedDeadLetterQueues,
    List<Output<String>> outboxQueues,
    Optional<PayloadFolder> payloads,
    List<Output<String>> workerServices,
    Output<String> cluster) {

  private static final Set<PermissionScope> OF_PAYLOADS = EnumSet.of(PermissionScope.PAYLOADS, PermissionScope.PAYLOAD_BUCKET);

  /**
   * Where the stack's payloads lie.
   *
   * @param bucketArn ARN of the bucket
   * @param prefix what its keys begin with, without the slash
   */
  public record PayloadFolder(Output<String> bucketArn, String prefix) {}

  public PermissionTargets {
    queues = List.copyOf(queues);
    deadLetterQueues = List.copyOf(deadLetterQueues);
    servedQueues = List.copyOf(servedQueues);
    servedDeadLetterQueues = List.copyOf(servedDeadLetterQueues);
    outboxQueues = List.copyOf(outboxQueues);
    workerServices = List.copyOf(workerServices);
  }

  /**
   * Returns the statements that give a service its permissions on these resources.
   *
   * @param chaos whether the autoscaler may break things on purpose
   */
  public List<PolicyStatement> statementsFor(ServiceKind service, boolean chaos) {
    List<PolicyStatement> statements = new ArrayList<>();
    Permission.of(service).stream()
        .filter(permission -> payloads.isPresent() || !OF_PAYLOADS.contains(permission.scope()))
        .forEach(permission -> statements.add(statement("", permission)));
    if (service == ServiceKind.COORDINATOR && !outboxQueues.isEmpty()) {
      statements.add(new PolicyStatement("OutboxQueues", Permission.OF_OUTBOX, outboxQueues));
    }
    if (chaos && service == ServiceKind.AUTOSCALER) {
      Permission.ofChaos().forEach(permission -> statements.add(statement("Chaos", permission)));
    }
    return statements;
  }

  private PolicyStatement statement(String prefix, Permission permission) {
    List<String> actions = permission.actions();
    return switch (permission.scope()) {
      case QUEUES -> new PolicyStatement(prefix + "Queues", actions, queues);
      case DEAD_LETTER_QUEUES -> new PolicyStatement(prefix + "DeadLetterQueues", actions, deadLetterQueues);
      case SERVED_QUEUES -> new PolicyStatement(prefix + "ServedQueues", actions, servedQueues);
      case SERVED_DEAD_LETTER_QUEUES -> new PolicyStatement(prefix + "ServedDeadLetterQueues", actions, servedDeadLetterQueues);
      case PAYLOADS -> new PolicyStatement(prefix + "Payloads", actions,
          List.of(Output.format("%s/%s/*", payloads.orElseThrow().bucketArn(), payloads.orElseThrow().prefix())));
      case PAYLOAD_BUCKET -> new PolicyStatement(prefix + "PayloadBucket", actions, List.of(payloads.orElseThrow().bucketArn()));
      case WORKER_SERVICES -> new PolicyStatement(prefix + "WorkerServices", actions, workerServices);
      case TASKS -> new PolicyStatement(prefix + "Tasks", actions, List.of(Outputs.ifPresent(cluster, PermissionTargets::tasksOf)));
      case CLUSTER -> new PolicyStatement(
          prefix + "Cluster", actions, List.of(Output.of("*")), Map.of("ArnEquals", Map.of("ecs:cluster", cluster)));
    };
  }

  /** {@code arn:aws:ecs:REGION:ACCOUNT:cluster/NAME} has its tasks at {@code arn:aws:ecs:REGION:ACCOUNT:task/NAME/ID}. */
  private static String tasksOf(String clusterArn) {
    return clusterArn.replace(":cluster/", ":task/") + "/*";
  }
}
