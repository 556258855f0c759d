package dev.sluice.infra.identity;

import com.pulumi.core.Output;
import dev.sluice.infra.json.CanonicalJson;
import java.util.List;
import java.util.Map;

/**
 * An IAM policy, built as an object.
 *
 * @param statements what is allowed
 */
public record PolicyDocument(List<PolicyStatement> statements) {
  private static final String VERSION = "2012-10-17";

  public PolicyDocument {
    statements = List.copyOf(statements);
  }

  /** Lets tasks of ECS, and nothing else, take a role on. */
  public static String assumedByTasks() {
    return assumedBy("ecs-tasks.amazonaws.com");
  }

  private static String assumedBy(String service) {
    return CanonicalJson.of(Map.of("Version", VERSION, "Statement", List.of(Map.of(
        "Effect", "Allow", "Action", "sts:AssumeRole", "Principal", Map.of("Service", service)))));
  }

  /** Refuses every request to a bucket and its objects that does not come over TLS. */
  public static String denyingPlainHttpTo(String bucketArn) {
    return CanonicalJson.of(Map.of("Version", VERSION, "Statement", List.of(Map.of(
        "Sid", "DenyPlainHttp",
        "Effect", "Deny",
        "Principal", "*",
        "Action", "s3:*",
        "Resource", List.of(bucketArn, bucketArn + "/*"),
        "Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false"))))));
  }

  /** Refuses every request to a queue that does not come over TLS. */
  public static String denyingPlainHttp(String queueArn) {
    return CanonicalJson.of(Map.of("Version", VERSION, "Statement", List.of(Map.of(
        "Sid", "DenyPlainHttp",
        "Effect", "Deny",
        "Principal", "*",
        "Action", "sqs:*",
        "Resource", queueArn,
        "Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false"))))));
  }

  /** Lets machines of EC2, and nothing else, take a role on. */
  public static String assumedByMachines() {
    return assumedBy("ec2.amazonaws.com");
  }

  /** Returns its JSON, equal for equal policies. */
  public Output<String> toJson() {
    return Output.all(statements.stream().map(PolicyStatement::tree).toList())
        .applyValue(trees -> CanonicalJson.of(Map.of("Version", VERSION, "Statement", trees)));
  }
}
