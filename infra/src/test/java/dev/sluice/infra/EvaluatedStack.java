package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.Context;
import com.pulumi.resources.ResourceTransformation;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The program evaluated against mocks that give every resource an id, an ARN and the addresses that AWS would. The SDK keeps its
 * state in statics: evaluate one stack at a time.
 */
record EvaluatedStack(List<RegisteredResource> resources, Map<String, String> outputs) {
  static final Map<String, String> LEAST = Map.of("aws:region", "eu-central-1", "sluice:imageTag", "1.0");

  static EvaluatedStack of(StackConfiguration configuration) {
    return of(configuration, context -> PlatformStack.define(context, configuration));
  }

  /** Evaluates a program that declares a stack of this configuration in its own way. */
  static EvaluatedStack of(StackConfiguration configuration, Consumer<Context> program) {
    return of(configuration, program, type -> true);
  }

  /**
   * Evaluates a program as an update of targets does: what is not among them and not there yet is not made, and has neither an id nor
   * any other output, which the program sees as null.
   *
   * @param exists whether resources of a type are there
   */
  static EvaluatedStack of(StackConfiguration configuration, Consumer<Context> program, Predicate<String> exists) {
    List<RegisteredResource> resources = new CopyOnWriteArrayList<>();
    Map<String, ResourceTransformation.Args> registrations = new ConcurrentHashMap<>();
    ResourceTransformation recorder = args -> {
      registrations.put(args.resource().pulumiResourceType() + " " + args.resource().pulumiResourceName(), args);
      return Optional.empty();
    };
    Mocks mocks = args -> {
      Map<String, Object> state = new HashMap<>(args.inputs);
      String id = args.name + "-id";
      state.put("arn", "arn:aws:" + args.type.replaceAll("[:/].*", "") + ":" + args.name);
      state.putIfAbsent("name", args.name);
      switch (args.type) {
        case "aws:sqs/queue:Queue" -> state.put("url", "https://sqs.test/000000000000/" + args.inputs.get("name"));
        case "aws:rds/instance:Instance" -> {
          state.put("address", "database.test");
          state.put("port", 5432.0);
        }
        case "aws:lb/loadBalancer:LoadBalancer" -> {
          state.put("dnsName", args.name + ".elb.test");
          state.put("arnSuffix", "app/" + args.name);
        }
        case "aws:lb/targetGroup:TargetGroup" -> state.put("arnSuffix", "targetgroup/" + args.name);
        case "aws:ecr/repository:Repository" -> state.put("repositoryUrl", "registry.test/" + args.inputs.get("name"));
        case "aws:ec2/launchTemplate:LaunchTemplate" -> state.put("latestVersion", 1.0);
        case "aws:ecs/cluster:Cluster" -> state.put("arn", "arn:aws:ecs:eu-central-1:1:cluster/" + args.inputs.get("name"));
        default -> { }
      }
      var registration = registrations.get(args.type + " " + args.name);
      if (registration != null) {
        var options = registration.options();
        resources.add(new RegisteredResource(args.type, args.name, args.inputs, options.getIgnoreChanges(), options.isProtect(),
            options.isRetainOnDelete()));
      }
      return CompletableFuture.completedFuture(exists.test(args.type)
          ? Mocks.ResourceResult.of(Optional.of(id), state) : Mocks.ResourceResult.of(Optional.of(""), Map.of()));
    };
    try {
      var options = TestOptions.builder()
          .projectName(StackConfiguration.PROJECT).stackName(configuration.stack()).resourceTransformations(List.of(recorder))
              .build();
      var result = PulumiTest.withMocks(mocks).withOptions(options)
          .runTest(program);
      assertThat(result.errors()).isEmpty();
      assertThat(result.exceptions()).isEmpty();
      Map<String, String> outputs = new HashMap<>();
      result.outputs().forEach((name, output) -> outputs.put(name, String.valueOf(PulumiTest.extractValue(output))));
      return new EvaluatedStack(new ArrayList<>(resources), outputs);
    } finally {
      PulumiTest.cleanup();
    }
  }

  /** Evaluates a stack that says only this, beside what every stack must. */
  static EvaluatedStack with(Map<String, String> texts) {
    return of(configuration(texts));
  }

  /** Reads a stack that says only this, beside what every stack must. */
  static StackConfiguration configuration(Map<String, String> texts) {
    Map<String, String> all = new HashMap<>(LEAST);
    texts.forEach((key, text) -> all.put(key.contains(":") ? key : "sluice:" + key, text));
    return StackConfiguration.of("test", all);
  }

  List<RegisteredResource> ofType(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  RegisteredResource only(String type) {
    List<RegisteredResource> found = ofType(type);
    assertThat(found).as(type).hasSize(1);
    return found.get(0);
  }

  RegisteredResource named(String type, String name) {
    return ofType(type).stream().filter(resource -> resource.name().equals(name)).findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among "
            + ofType(type).stream().map(RegisteredResource::name).toList()));
  }

  /** Returns the environment of a task definition's container. */
  Map<String, String> environment(String service) {
    return pairs(service, "environment", "value");
  }

  /** Returns the ARNs of a container's secrets. */
  Map<String, String> secrets(String service) {
    return pairs(service, "secrets", "valueFrom");
  }

  private Map<String, String> pairs(String service, String list, String field) {
    Map<String, String> pairs = new HashMap<>();
    named("aws:ecs/taskDefinition:TaskDefinition", service).json("containerDefinitions").get(0).get(list)
        .forEach(pair -> pairs.put(pair.get("name").asText(), pair.get(field).asText()));
    return pairs;
  }
}
