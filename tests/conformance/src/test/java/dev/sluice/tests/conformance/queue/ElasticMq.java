package dev.sluice.tests.conformance.queue;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** SQS in this process, on a free port of the loopback interface. */
final class ElasticMq implements AutoCloseable {
  private final SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
  private final URI endpoint = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
  private final SqsClient client = clientBuilder().build();
  private final AtomicInteger number = new AtomicInteger();

  URI endpoint() {
    return endpoint;
  }

  /** Returns a builder of clients of this server. */
  SqsClientBuilder clientBuilder() {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }

  /** Makes a FIFO queue as the stack does, without content-based deduplication, and returns its address. */
  String createQueue(Duration visibilityTimeout, Map<QueueAttributeName, String> attributes) {
    return client.createQueue(request -> request
        .queueName("conformance-" + number.incrementAndGet() + ".fifo")
        .attributes(attributes.isEmpty() ? fifo(visibilityTimeout) : with(fifo(visibilityTimeout), attributes))).queueUrl();
  }

  /** Makes a FIFO queue whose exhausted messages move to another. */
  String createQueue(Duration visibilityTimeout, int maxReceives, String deadLetterUrl) {
    String arn = client.getQueueAttributes(request -> request.queueUrl(deadLetterUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes().get(QueueAttributeName.QUEUE_ARN);
    return createQueue(visibilityTimeout, Map.of(QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":" + maxReceives + "}"));
  }

  private static Map<QueueAttributeName, String> fifo(Duration visibilityTimeout) {
    return Map.of(
        QueueAttributeName.FIFO_QUEUE, "true",
        QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(visibilityTimeout.toSeconds()));
  }

  private static Map<QueueAttributeName, String> with(
      Map<QueueAttributeName, String> base, Map<QueueAttributeName, String> more) {
    Map<QueueAttributeName, String> all = new java.util.HashMap<>(base);
    all.putAll(more);
    return all;
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
  }
}
