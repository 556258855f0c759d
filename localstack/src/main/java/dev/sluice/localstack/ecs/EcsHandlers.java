package dev.sluice.localstack.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.localstack.engine.CreatedResource;
import dev.sluice.localstack.engine.Inputs;
import dev.sluice.localstack.engine.ResourceHandler;
import dev.sluice.localstack.engine.ResourceRequest;
import java.util.ArrayList;
import java.util.List;

/** Creates clusters, task definitions and services. */
public final class EcsHandlers {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<String> PASSED_ON =
      List.of("cpu", "memory", "taskRoleArn", "executionRoleArn", "networkMode", "requiresCompatibilities", "runtimePlatform");

  private EcsHandlers() {}

  /** {@code aws:ecs/cluster:Cluster}. */
  public static ResourceHandler cluster(EcsControlPlane ecs) {
    return request -> {
      String name = request.physicalName("name");
      String arn = ecs.createCluster(name);
      return CreatedResource.answering(request).with("name", name).with("arn", arn).created(arn);
    };
  }

  /** {@code aws:ecs/taskDefinition:TaskDefinition}. */
  public static ResourceHandler taskDefinition(EcsControlPlane ecs) {
    return request -> {
      TaskDefinition definition = ecs.registerTaskDefinition(documentOf(request.inputs()));
      return CreatedResource.answering(request)
          .with("arn", definition.arn())
          .with("arnWithoutRevision", definition.arn().substring(0, definition.arn().lastIndexOf(':')))
          .with("revision", definition.revision())
          .created(definition.family());
    };
  }

  private static ObjectNode documentOf(Inputs inputs) {
    ObjectNode document = JSON.createObjectNode();
    document.put("family", inputs.requiredText("family"));
    for (String property : PASSED_ON) {
      Object value = inputs.asMap().get(property);
      if (value != null) {
        document.set(property, JSON.valueToTree(value));
      }
    }
    try {
      JsonNode containers = JSON.readTree(inputs.requiredText("containerDefinitions"));
      document.set("containerDefinitions", containers);
    } catch (JsonProcessingException e) {
      throw new InvalidEcsRequestException("containerDefinitions of " + inputs.requiredText("family") + " are not JSON: "
          + e.getOriginalMessage());
    }
    return document;
  }

  /** {@code aws:ecs/service:Service}. */
  public static ResourceHandler service(EcsControlPlane ecs) {
    return request -> {
      Inputs inputs = request.inputs();
      String name = request.physicalName("name");
      boolean daemon = inputs.text("schedulingStrategy").filter("DAEMON"::equals).isPresent();
      int desired = daemon ? 1 : inputs.integer("desiredCount").orElse(0);
      String arn = ecs.createService(inputs.text("cluster").orElse(""), specificationOf(name, inputs),
          inputs.requiredText("taskDefinition"), desired);
      return CreatedResource.answering(request)
          .with("name", name).with("desiredCount", desired).withDefault("launchType", "EC2").created(arn);
    };
  }

  private static ServiceSpecification specificationOf(String name, Inputs inputs) {
    List<ServiceSpecification.LoadBalancerTarget> targets = new ArrayList<>();
    for (Inputs target : inputs.objects("loadBalancers")) {
      targets.add(new ServiceSpecification.LoadBalancerTarget(target.requiredText("targetGroupArn"),
          target.requiredText("containerName"), target.integer("containerPort").orElseThrow()));
    }
    return new ServiceSpecification(name, launchTypeOf(inputs),
        inputs.integer("deploymentMinimumHealthyPercent").orElse(100),
        inputs.integer("deploymentMaximumPercent").orElse(200), targets);
  }

  /** A strategy of the two Fargate providers means Fargate, one of others the machines behind them. */
  private static String launchTypeOf(Inputs inputs) {
    boolean fargate = inputs.objects("capacityProviderStrategies").stream()
        .anyMatch(share -> share.requiredText("capacityProvider").startsWith("FARGATE"));
    return inputs.text("launchType").orElse(fargate ? "FARGATE" : "EC2");
  }
}
