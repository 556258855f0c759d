package dev.sluice.tests.conformance.queue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.adapters.sqs.SqsQueues;
import dev.sluice.core.queue.JobQueue;
import dev.sluice.core.queue.OutgoingMessage;
import dev.sluice.core.queue.QueueNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SqsJobQueueTest extends JobQueueConformance {
  private static ElasticMq server;
  private final List<SqsQueues> opened = new ArrayList<>();

  @BeforeAll
  static void startServer() {
    server = new ElasticMq();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void closeQueues() {
    opened.forEach(SqsQueues::close);
  }

  @Override
  Queues open(Duration visibilityTimeout, int maxReceives) {
    String deadLetterUrl = server.createQueue(visibilityTimeout, Map.of());
    String url = server.createQueue(visibilityTimeout, maxReceives, deadLetterUrl);
    SqsQueues queues = connect(url, deadLetterUrl);
    return new Queues(queues.queues().work("default"), queues.queues().deadLetter("default"));
  }

  @Test
  void aQueueThatDoesNotExistIsNamedWithTheWayOut() {
    String missing = server.endpoint() + "/000000000000/missing.fifo";
    JobQueue queue = connect(missing, missing).queues().work("default");

    assertThatThrownBy(queue::depth)
        .isInstanceOf(QueueNotFoundException.class)
        .hasMessage("queue \"default\" not found at " + missing + ": run `pulumi up` or check SLUICE_QUEUE_URLS");
    assertThatThrownBy(() -> queue.receive(1, Duration.ZERO)).isInstanceOf(QueueNotFoundException.class);
    assertThatThrownBy(() -> queue.send(List.of(new OutgoingMessage("m", "d", "g")))).isInstanceOf(QueueNotFoundException.class);
  }

  private SqsQueues connect(String url, String deadLetterUrl) {
    SqsQueues queues = SqsQueues.open(server.clientBuilder(), Map.of("default", url), Map.of("default", deadLetterUrl));
    opened.add(queues);
    return queues;
  }
}
