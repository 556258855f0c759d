package dev.sluice.tests.conformance.compatibility;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Which attributes of a FIFO queue the SQS of the local cloud gives back as they were set, found by setting them. */
final class QueueAttributes {
  private static final Map<QueueAttributeName, String> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put(QueueAttributeName.VISIBILITY_TIMEOUT, "33");
    VALUES.put(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "3");
    VALUES.put(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true");
    VALUES.put(QueueAttributeName.REDRIVE_POLICY, "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":4}");
    VALUES.put(QueueAttributeName.REDRIVE_ALLOW_POLICY, "{\"redrivePermission\":\"denyAll\"}");
    VALUES.put(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "3600");
    VALUES.put(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "2048");
    VALUES.put(QueueAttributeName.POLICY, "{\"Version\":\"2012-10-17\",\"Statement\":[]}");
    VALUES.put(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true");
    VALUES.put(QueueAttributeName.KMS_MASTER_KEY_ID, "alias/aws/sqs");
    VALUES.put(QueueAttributeName.DEDUPLICATION_SCOPE, "messageGroup");
    VALUES.put(QueueAttributeName.FIFO_THROUGHPUT_LIMIT, "perMessageGroupId");
  }

  private QueueAttributes() {}

  /** Returns for each attribute {@code kept}, {@code dropped} or {@code refused}. */
  static Map<QueueAttributeName, String> tried() {
    SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    try (SqsClient client = SqsClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))).build()) {
      String deadLetters = arn(client, create(client, "dead-letters.fifo"));
      Map<QueueAttributeName, String> tried = new LinkedHashMap<>();
      VALUES.forEach((name, value) ->
          tried.put(name, fate(client, create(client, name.name().toLowerCase(Locale.ROOT) + ".fifo"), name, value.formatted(deadLetters))));
      return tried;
    } finally {
      server.stopAndWait();
    }
  }

  private static String create(SqsClient client, String name) {
    return client.createQueue(request -> request.queueName(name).attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true"))).queueUrl();
  }

  private static String arn(SqsClient client, String url) {
    return client.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes().getOrDefault(QueueAttributeName.QUEUE_ARN, "");
  }

  private static String fate(SqsClient client, String url, QueueAttributeName name, String value) {
    try {
      client.setQueueAttributes(request -> request.queueUrl(url).attributes(Map.of(name, value)));
      String found = client.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
          .attributes().getOrDefault(name, "");
      return found.replace(" ", "").equals(value) ? "kept" : "dropped";
    } catch (SqsException e) {
      return "refused";
    }
  }
}
