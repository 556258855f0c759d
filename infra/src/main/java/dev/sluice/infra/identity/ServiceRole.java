package dev.sluice.infra.identity;

import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The two roles of a service: the task role, with what its jar calls, and the execution role, with what ECS needs to start it
 * (pull the image, write the log, read the secrets).
 */
public final class ServiceRole extends ComponentResource {
  /**
   * What the roles are made from.
   *
   * @param statements what the service's jar calls; may be empty
   * @param logGroup ARN of its log group
   * @param secrets ARNs of the secrets in its environment
   */
  public record Args(List<PolicyStatement> statements, Output<String> logGroup, List<Output<String>> secrets) {
    public Args {
      statements = List.copyOf(statements);
      secrets = List.copyOf(secrets);
    }
  }

  private final Output<String> taskRoleArn;
  private final Output<String> executionRoleArn;
  private final List<RolePolicy> policies = new ArrayList<>();

  public ServiceRole(String name, Args args, ComponentResourceOptions options) {
    super("sluice:identity:ServiceRole", name, options);
    taskRoleArn = role(name + "-task", args.statements());
    executionRoleArn = role(name + "-execution", executionStatements(args));
    registerOutputs(Map.of("taskRoleArn", taskRoleArn, "executionRoleArn", executionRoleArn));
  }

  private Output<String> role(String name, List<PolicyStatement> statements) {
    var child = CustomResourceOptions.builder().parent(this).build();
    Role role = new Role(name, RoleArgs.builder().assumeRolePolicy(PolicyDocument.assumedByTasks()).build(), child);
    if (!statements.isEmpty()) {
      policies.add(new RolePolicy(name, RolePolicyArgs.builder()
          .role(role.id())
          .policy(new PolicyDocument(statements).toJson())
          .build(), child));
    }
    return role.arn();
  }

  private static List<PolicyStatement> executionStatements(Args args) {
    List<PolicyStatement> statements = new ArrayList<>();
    // GetAuthorizationToken knows no resource: "the action does not support resource-level permissions" (ECR's IAM reference).
    statements.add(new PolicyStatement("Registry", List.of("ecr:GetAuthorizationToken"), List.of(Output.of("*"))));
    statements.add(new PolicyStatement("Images",
        List.of("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"), List.of(Output.of("*"))));
    statements.add(new PolicyStatement("Log", List.of("logs:CreateLogStream", "logs:PutLogEvents"),
        List.of(Output.format("%s:*", args.logGroup()))));
    if (!args.secrets().isEmpty()) {
      statements.add(new PolicyStatement("Secrets", List.of("secretsmanager:GetSecretValue"), args.secrets()));
    }
    return statements;
  }

  public Output<String> taskRoleArn() {
    return taskRoleArn;
  }

  public Output<String> executionRoleArn() {
    return executionRoleArn;
  }

  /** Returns the policies, for services that must not start before they hold. */
  public List<RolePolicy> policies() {
    return List.copyOf(policies);
  }
}
