package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations on clusters and their container instances. */
final class ClusterActions {
  private final EcsControlPlane ecs;

  ClusterActions(EcsControlPlane ecs) {
    this.ecs = ecs;
  }

  void addTo(Map<String, EcsAction> actions) {
    actions.put("ListClusters",
        request -> Paging.page(request, "clusterArns", ecs.clusters().stream().map(Cluster::arn).toList()));
    actions.put("DescribeClusters", this::describe);
    actions.put("ListContainerInstances", this::listInstances);
    actions.put("DescribeContainerInstances", this::describeInstances);
    actions.put("UpdateContainerInstancesState", this::updateState);
  }

  private ObjectNode describe(JsonNode request) {
    ObjectNode answer = EcsJson.object();
    ArrayNode found = answer.putArray("clusters");
    ArrayNode failures = answer.putArray("failures");
    List<String> ids = EcsRequests.texts(request.path("clusters"));
    for (String id : ids.isEmpty() ? List.of("default") : ids) {
      try {
        found.add(EcsJson.cluster(ecs.cluster(id)));
      } catch (EcsException e) {
        failures.add(EcsJson.failure(id, "MISSING"));
      }
    }
    return answer;
  }

  private ObjectNode listInstances(JsonNode request) {
    Cluster cluster = ecs.cluster(EcsRequests.cluster(request));
    String status = request.path("status").asText("");
    return Paging.page(request, "containerInstanceArns", cluster.instances().stream()
        .filter(instance -> status.isEmpty() || status.equals(instance.isDraining() ? "DRAINING" : "ACTIVE"))
        .map(ContainerInstance::arn).toList());
  }

  private ObjectNode describeInstances(JsonNode request) {
    return eachInstance(request, instance -> { });
  }

  private ObjectNode updateState(JsonNode request) {
    String status = EcsRequests.required(request, "status");
    if (!status.equals("DRAINING") && !status.equals("ACTIVE")) {
      throw new InvalidEcsRequestException("status must be ACTIVE or DRAINING, got " + status);
    }
    ObjectNode answer = eachInstance(request, instance -> instance.draining(status.equals("DRAINING")));
    ecs.cluster(EcsRequests.cluster(request)).services().values().forEach(EcsService::reconcile);
    return answer;
  }

  private ObjectNode eachInstance(JsonNode request, java.util.function.Consumer<ContainerInstance> change) {
    Cluster cluster = ecs.cluster(EcsRequests.cluster(request));
    ObjectNode answer = EcsJson.object();
    ArrayNode found = answer.putArray("containerInstances");
    ArrayNode failures = answer.putArray("failures");
    for (String id : EcsRequests.texts(request.path("containerInstances"))) {
      Optional<ContainerInstance> instance = cluster.instances().stream()
          .filter(candidate -> candidate.arn().equals(id) || candidate.arn().endsWith("/" + id)).findFirst();
      instance.ifPresent(change);
      instance.ifPresentOrElse(present -> found.add(EcsJson.instance(cluster, present)),
          () -> failures.add(EcsJson.failure(id, "MISSING")));
    }
    return answer;
  }
}
