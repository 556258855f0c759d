package dev.sluice.tests.conformance.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.core.queue.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but the environment says where SQS is: that is how the local cloud and the emulators stand in for it. */
final class SqsEnvironmentTest {
  @ParameterizedTest
  @ValueSource(strings = {"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS"})
  void aServiceFindsItsQueuesThroughTheEndpointOfItsEnvironment(String variable) throws IOException, InterruptedException {
    try (ElasticMq server = new ElasticMq()) {
      String url = server.createQueue(Duration.ofMinutes(5), Map.of());
      ProcessBuilder builder = new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
          SendOne.class.getName(), variable).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("SLUICE_"));
      builder.environment().putAll(Map.of(
          variable, server.endpoint().toString(),
          "AWS_REGION", "us-east-1",
          "AWS_ACCESS_KEY_ID", "test",
          "AWS_SECRET_ACCESS_KEY", "test",
          "SLUICE_DATABASE_URL", "jdbc:postgresql://database/sluice",
          "SLUICE_DATABASE_USER", "sluice",
          "SLUICE_DATABASE_PASSWORD", "secret",
          "SLUICE_QUEUE_URLS", "{\"default\":\"" + url + "\"}",
          "SLUICE_DEAD_LETTER_QUEUE_URLS", "{}"));

      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();

      try (SqsQueues queues = SqsQueues.open(server.clientBuilder(), Map.of("default", url), Map.of())) {
        assertThat(queues.queues().work("default").receive(1, Duration.ofSeconds(20)))
            .extracting(Delivery::body).containsExactly(variable);
      }
    }
  }
}
