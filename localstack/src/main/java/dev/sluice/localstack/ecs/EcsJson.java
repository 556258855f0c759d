package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Renders what ECS has in the words of its API. */
final class EcsJson {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private EcsJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** AWS JSON writes a time as seconds since the epoch, with a fraction. */
  static double time(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static void time(ObjectNode node, String name, Optional<Instant> instant) {
    instant.ifPresent(at -> node.put(name, time(at)));
  }

  static ObjectNode failure(String arn, String reason) {
    return object().put("arn", arn).put("reason", reason);
  }

  static ObjectNode cluster(Cluster cluster) {
    long running = cluster.tasks().stream().filter(task -> task.status() == TaskStatus.RUNNING).count();
    long pending = cluster.tasks().stream().filter(task -> task.status() == TaskStatus.PENDING).count();
    return object().put("clusterArn", cluster.arn()).put("clusterName", cluster.name()).put("status", "ACTIVE")
        .put("registeredContainerInstancesCount", cluster.instances().size())
        .put("runningTasksCount", running).put("pendingTasksCount", pending)
        .put("activeServicesCount", cluster.services().values().stream().filter(service -> !service.isDeleted()).count());
  }

  static ObjectNode service(EcsService service) {
    EcsService.Deployment deployment = service.deployment();
    ObjectNode node = object().put("serviceArn", service.arn()).put("serviceName", service.name())
        .put("clusterArn", service.cluster().arn()).put("status", service.isDeleted() ? "INACTIVE" : "ACTIVE")
        .put("desiredCount", service.desired()).put("runningCount", count(service, TaskStatus.RUNNING))
        .put("pendingCount", count(service, TaskStatus.PENDING)).put("launchType", service.specification().launchType())
        .put("taskDefinition", deployment.definition().arn()).put("schedulingStrategy", "REPLICA")
        .put("createdAt", time(service.createdAt()));
    node.putObject("deploymentConfiguration").put("minimumHealthyPercent", service.specification().minimumHealthyPercent())
        .put("maximumPercent", service.specification().maximumPercent());
    ArrayNode deployments = node.putArray("deployments");
    deployments.addObject().put("id", deployment.id()).put("status", "PRIMARY")
        .put("taskDefinition", deployment.definition().arn())
        .put("desiredCount", service.desired()).put("runningCount", count(service, TaskStatus.RUNNING))
        .put("failedTasks", service.failures()).put("createdAt", time(deployment.at()))
        .put("rolloutState", service.isSteady() ? "COMPLETED" : "IN_PROGRESS");
    ArrayNode balancers = node.putArray("loadBalancers");
    service.specification().loadBalancers().forEach(target -> balancers.addObject().put("targetGroupArn", target.targetGroupArn())
        .put("containerName", target.containerName()).put("containerPort", target.containerPort()));
    ArrayNode events = node.putArray("events");
    service.events().forEach(event -> events.addObject().put("id", event.id()).put("createdAt", time(event.at()))
        .put("message", event.message()));
    return node;
  }

  private static long count(EcsService service, TaskStatus status) {
    return service.cluster().tasksOf(service.name()).stream().filter(task -> task.status() == status).count();
  }

  static ObjectNode task(EcsTask task) {
    ObjectNode node = object().put("taskArn", task.arn()).put("clusterArn", task.cluster().arn())
        .put("taskDefinitionArn", task.definition().arn()).put("lastStatus", task.status().name())
        .put("desiredStatus", task.isWanted() ? "RUNNING" : "STOPPED").put("healthStatus", task.health().name())
        .put("launchType", task.placement().launchType()).put("startedBy", task.placement().startedBy())
        .put("cpu", Integer.toString(task.definition().cpu())).put("memory", Integer.toString(task.definition().memory()))
        .put("group", task.placement().service().map(name -> "service:" + name).orElse("family:" + task.definition().family()))
        .put("connectivity", "CONNECTED").put("createdAt", time(task.createdAt()));
    time(node, "startedAt", task.startedAt());
    time(node, "stoppingAt", task.stoppingAt());
    time(node, "stoppedAt", task.stoppedAt());
    task.stopCode().ifPresent(code -> node.put("stopCode", code));
    task.stoppedReason().ifPresent(reason -> node.put("stoppedReason", reason));
    task.placement().instance().ifPresent(instance -> node.put("containerInstanceArn", instance.arn()));
    ArrayNode containers = node.putArray("containers");
    task.containers().forEach(container -> containers.add(container(task, container)));
    return node;
  }

  private static ObjectNode container(EcsTask task, EcsContainer container) {
    ObjectNode node = object().put("name", container.definition().name()).put("image", container.definition().image())
        .put("taskArn", task.arn())
        .put("containerArn", task.arn().replace(":task/", ":container/") + "/" + container.definition().name())
        .put("lastStatus", container.isRunning() ? "RUNNING" : task.status().name())
        .put("healthStatus", container.health().name())
        .put("runtimeId", Long.toString(container.pid()));
    container.exitCode().ifPresent(code -> node.put("exitCode", code));
    ArrayNode bindings = node.putArray("networkBindings");
    for (Map.Entry<Integer, Integer> port : container.plan().ports().entrySet()) {
      bindings.addObject().put("bindIP", "127.0.0.1").put("containerPort", port.getKey()).put("hostPort", port.getValue())
          .put("protocol", "tcp");
    }
    return node;
  }

  static ObjectNode instance(Cluster cluster, ContainerInstance instance) {
    return object().put("containerInstanceArn", instance.arn()).put("ec2InstanceId", instance.ec2InstanceId())
        .put("status", instance.isDraining() ? "DRAINING" : "ACTIVE").put("agentConnected", true)
        .put("runningTasksCount", cluster.tasksOn(instance).size()).put("pendingTasksCount", 0)
        .put("registeredAt", time(instance.registeredAt()));
  }

  static ObjectNode protection(EcsTask task) {
    boolean holds = task.protection().holdsAt(Instant.now());
    ObjectNode node = object().put("taskArn", task.arn()).put("protectionEnabled", holds);
    if (holds && task.protection().until() != null) {
      node.put("expirationDate", time(task.protection().until()));
    }
    return node;
  }
}
