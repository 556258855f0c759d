package dev.sluice.localstack.ecs;

import dev.sluice.localstack.engine.AwsAccount;
import dev.sluice.localstack.process.FreePorts;
import dev.sluice.localstack.process.StateFolder;
import dev.sluice.localstack.secrets.SecretStore;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a task finds around it.
 *
 * @param gateway where the AWS protocols are served
 * @param sqs where SQS is served directly, waited for until it is up
 */
public record TaskSurroundings(
    AwsAccount account, StateFolder folder, ImageStore images, SecretStore secrets, FreePorts ports, URI gateway,
    Supplier<URI> sqs) {

  /** The path under which the gateway serves a task its own agent. */
  public static final String AGENT_PATH = "/ecs-agent/";

  /** Returns the variables that tell the AWS SDKs where this cloud is, as emulators set them. */
  Map<String, String> awsVariables(String taskId, String container) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL", gateway.toString());
    variables.put("AWS_ENDPOINT_URL_SQS", sqs.get().toString());
    variables.put("AWS_ENDPOINT_URL_ECS", gateway.toString());
    variables.put("AWS_REGION", account.region());
    variables.put("AWS_DEFAULT_REGION", account.region());
    variables.put("AWS_ACCESS_KEY_ID", "local");
    variables.put("AWS_SECRET_ACCESS_KEY", "local");
    variables.put("AWS_EC2_METADATA_DISABLED", "true");
    variables.put("ECS_AGENT_URI", gateway + AGENT_PATH + taskId);
    variables.put("ECS_CONTAINER_METADATA_URI_V4", gateway + AGENT_PATH + taskId + "/metadata/" + container);
    return variables;
  }
}
