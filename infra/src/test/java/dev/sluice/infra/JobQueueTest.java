package dev.sluice.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class JobQueueTest {
  private static final String QUEUE = "aws:sqs/queue:Queue";

  @Test
  void everyLogicalQueueIsAFifoQueueWithAFifoDeadLetterQueue() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("queues", "default,bulk", "namePrefix", "acme"));

    assertThat(stack.ofType(QUEUE)).extracting(queue -> queue.input("name")).containsExactlyInAnyOrder(
        "acme-default.fifo", "acme-default-dead-letters.fifo", "acme-bulk.fifo", "acme-bulk-dead-letters.fifo");
    assertThat(stack.ofType(QUEUE)).allSatisfy(queue -> {
      assertThat(queue.input("fifoQueue")).isEqualTo(true);
      assertThat(queue.input("contentBasedDeduplication")).isEqualTo(false);
      assertThat(queue.input("deduplicationScope")).isEqualTo("messageGroup");
      assertThat(queue.input("fifoThroughputLimit")).isEqualTo("perMessageGroupId");
    });
  }

  @Test
  void visibilityTimeoutAndReceivesComeFromTheConfiguration() {
    EvaluatedStack stack = EvaluatedStack.with(Map.of("visibilityTimeout", "2m", "maxReceives", "7"));

    RegisteredResource queue = stack.named(QUEUE, "default");
    assertThat(queue.input("visibilityTimeoutSeconds")).isEqualTo(120.0);
    assertThat(queue.text("redrivePolicy"))
        .isEqualTo("{\"deadLetterTargetArn\":\"arn:aws:aws:default-dead-letters\",\"maxReceiveCount\":7}");
    assertThat(stack.environment("worker-default"))
        .containsEntry("SLUICE_VISIBILITY_TIMEOUT", "2m").containsEntry("SLUICE_MAX_RECEIVES", "7");
  }
}
