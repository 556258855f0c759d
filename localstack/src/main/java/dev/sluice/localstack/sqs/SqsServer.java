package dev.sluice.localstack.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import dev.sluice.localstack.engine.AwsAccount;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** ElasticMQ in this process. Safe for any thread. */
public final class SqsServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final AwsAccount account;
  private final ActorSystem actors;
  private final SQSRestServer server;
  private final URI endpoint;
  private final HttpClient client = HttpClient.newHttpClient();
  private boolean closed;

  private SqsServer(AwsAccount account, ActorSystem actors, SQSRestServer server) {
    this.account = account;
    this.actors = actors;
    this.server = server;
    this.endpoint = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
  }

  /** Starts the server on a free port of loopback and waits until it answers. */
  public static SqsServer start(AwsAccount account) {
    // Its own shutdown hook would end the queues while the services are still draining.
    ActorSystem actors = ActorSystem.create("sqs", ConfigFactory.parseString("""
        pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
        pekko.coordinated-shutdown.run-by-actor-system-terminate = off
        pekko.jvm-exit-on-fatal-error = off
        pekko.daemonic = on
        """).withFallback(ConfigFactory.load()));
    return new SqsServer(account, actors, SQSRestServerBuilder.withActorSystem(actors)
        .withInterface("127.0.0.1").withDynamicPort().withAWSRegion(account.region()).withAWSAccountId(account.id()).start());
  }

  /** Returns where the SQS protocol is served. */
  public URI endpoint() {
    return endpoint;
  }

  public AwsAccount account() {
    return account;
  }

  /** Returns the address of a queue, whether it is there or not. */
  public String urlOf(String queue) {
    return endpoint + "/" + account.id() + "/" + queue;
  }

  /** Creates a queue with these attributes, in the words of the SQS API. */
  public void createQueue(String queue, Map<String, String> attributes) throws IOException, InterruptedException {
    call("CreateQueue", Map.of("QueueName", queue, "Attributes", attributes));
  }

  /** Changes attributes of a queue. */
  public void setAttributes(String url, Map<String, String> attributes) throws IOException, InterruptedException {
    call("SetQueueAttributes", Map.of("QueueUrl", url, "Attributes", attributes));
  }

  private JsonNode call(String action, Map<String, ?> body) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/"))
        .header("Content-Type", "application/x-amz-json-1.0").header("X-Amz-Target", "AmazonSQS." + action)
        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))).build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(action + " was answered with " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      server.stopAndWait();
      actors.terminate();
      actors.getWhenTerminated().toCompletableFuture().join();
    }
  }
}
