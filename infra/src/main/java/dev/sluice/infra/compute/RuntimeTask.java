package dev.sluice.infra.compute;

import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.ecs.TaskDefinition;
import com.pulumi.aws.ecs.TaskDefinitionArgs;
import com.pulumi.aws.ecs.inputs.TaskDefinitionRuntimePlatformArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.sluice.contract.ServiceKind;
import dev.sluice.infra.configuration.ComputeConfiguration;
import dev.sluice.infra.configuration.ContainerSize;
import dev.sluice.infra.identity.PolicyStatement;
import dev.sluice.infra.identity.ServiceRole;
import java.util.List;
import java.util.Map;

/** What ECS needs to run one of our images: a task definition, its roles and its log group. */
public final class RuntimeTask extends ComponentResource {
  /**
   * What a task is made from.
   *
   * @param family physical name of the task definition, and of the service that runs it
   * @param kind which service
   * @param image that its container runs
   * @param size what its container gets
   * @param environment values by name
   * @param secrets ARNs of secrets by the name that their value goes by
   * @param statements what its jar may call
   * @param region AWS region of its log
   * @param configuration what all services are like
   */
  public record Args(
      String family,
      ServiceKind kind,
      Output<String> image,
      ContainerSize size,
      Map<String, Output<String>> environment,
      Map<String, Output<String>> secrets,
      List<PolicyStatement> statements,
      String region,
      ComputeConfiguration configuration) {
    public Args {
      environment = Map.copyOf(environment);
      secrets = Map.copyOf(secrets);
      statements = List.copyOf(statements);
    }
  }

  private final Args args;
  private final ServiceRole role;
  private final Output<String> taskDefinitionArn;

  public RuntimeTask(String name, Args args, ComponentResourceOptions options) {
    super("sluice:compute:RuntimeTask", name, options);
    this.args = args;
    var child = CustomResourceOptions.builder().parent(this).build();
    var configuration = args.configuration();
    LogGroup log = new LogGroup(name, LogGroupArgs.builder()
        .name("/sluice/" + args.family())
        .retentionInDays((int) configuration.logRetention().toDays())
        .build(), child);
    role = new ServiceRole(name, new ServiceRole.Args(args.statements(), log.arn(), List.copyOf(args.secrets().values())),
        ComponentResourceOptions.builder().parent(this).build());
    TaskDefinition definition = new TaskDefinition(name, TaskDefinitionArgs.builder()
        .family(args.family())
        .cpu(Integer.toString(args.size().cpu()))
        .memory(Integer.toString(args.size().memory()))
        .networkMode(configuration.networkMode())
        .runtimePlatform(TaskDefinitionRuntimePlatformArgs.builder()
            .cpuArchitecture(configuration.architecture().name()).operatingSystemFamily("LINUX").build())
        .requiresCompatibilities(configuration.launchType())
        .taskRoleArn(role.taskRoleArn())
        .executionRoleArn(role.executionRoleArn())
        .containerDefinitions(container(log.name()).toJson())
        // A revision that is replaced stays registered, which costs nothing: a deployment that fails goes back to it.
        .skipDestroy(true)
        .build(), child);
    taskDefinitionArn = definition.arn();
    registerOutputs(Map.of("taskDefinitionArn", taskDefinitionArn));
  }

  private ContainerDefinition container(Output<String> logGroup) {
    return new ContainerDefinition(containerName(), args.image(), args.size(), args.environment(), args.secrets(), logGroup,
        args.region(), args.configuration());
  }

  /** Returns what the container is called in the task definition. */
  public String containerName() {
    return args.kind().label();
  }

  public Args args() {
    return args;
  }

  public ServiceRole role() {
    return role;
  }

  public Output<String> taskDefinitionArn() {
    return taskDefinitionArn;
  }
}
