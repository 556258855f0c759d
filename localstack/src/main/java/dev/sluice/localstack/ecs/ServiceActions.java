package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Operations on services. */
final class ServiceActions {
  private final EcsControlPlane ecs;

  ServiceActions(EcsControlPlane ecs) {
    this.ecs = ecs;
  }

  void addTo(Map<String, EcsAction> actions) {
    actions.put("ListServices", request -> Paging.page(request, "serviceArns",
        ecs.cluster(EcsRequests.cluster(request)).services().values().stream()
            .filter(service -> !service.isDeleted()).map(EcsService::arn).toList()));
    actions.put("DescribeServices", this::describe);
    actions.put("UpdateService", this::update);
    actions.put("DeleteService", this::delete);
  }

  private ObjectNode describe(JsonNode request) {
    Cluster cluster = ecs.cluster(EcsRequests.cluster(request));
    ObjectNode answer = EcsJson.object();
    ArrayNode found = answer.putArray("services");
    ArrayNode failures = answer.putArray("failures");
    for (String id : EcsRequests.texts(request.path("services"))) {
      EcsService service = cluster.services().get(nameOf(id));
      if (service == null) {
        failures.add(EcsJson.failure(id, "MISSING"));
      } else {
        found.add(EcsJson.service(service));
      }
    }
    return answer;
  }

  private ObjectNode update(JsonNode request) {
    EcsRequests.refuse(request, "capacityProviderStrategy", "deploymentConfiguration", "loadBalancers", "placementStrategy");
    EcsService service = find(request);
    if (request.hasNonNull("desiredCount")) {
      service.desired(request.path("desiredCount").asInt());
    }
    if (request.hasNonNull("taskDefinition")) {
      service.deploy(ecs.definitions().find(request.path("taskDefinition").asText()));
    } else if (request.path("forceNewDeployment").asBoolean(false)) {
      service.deploy(service.deployment().definition());
    }
    service.reconcile();
    return EcsJson.object().set("service", EcsJson.service(service));
  }

  private ObjectNode delete(JsonNode request) {
    EcsService service = find(request);
    if (service.desired() > 0 && !request.path("force").asBoolean(false)) {
      throw new InvalidEcsRequestException("The service cannot be stopped while it is scaled above 0.");
    }
    service.delete();
    service.reconcile();
    return EcsJson.object().set("service", EcsJson.service(service));
  }

  private EcsService find(JsonNode request) {
    EcsService service = ecs.cluster(EcsRequests.cluster(request)).services()
        .get(nameOf(EcsRequests.required(request, "service")));
    if (service == null) {
      throw new EcsException("ServiceNotFoundException", "Service not found.");
    }
    if (service.isDeleted()) {
      throw new EcsException("ServiceNotActiveException", "Service was not ACTIVE.");
    }
    return service;
  }

  static String nameOf(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }
}
